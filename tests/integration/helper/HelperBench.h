#pragma once

#include "execution/ExecutionQueue.h"
#include "integration/pool/PoolProcess.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "sessions/SessionClient.h"
#include "support/CellText.h"
#include "support/DelayingProxy.h"
#include "support/FakeTokens.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace sessionbook {

/// The real pool, as it is or as plain as the service's, with one session and a notebook whose
/// cells run there.
class HelperBench
{
public:
    enum class Way { Stream, Plain };

    explicit HelperBench(Way way, const QByteArray &faults = {},
                         std::chrono::milliseconds delay = std::chrono::milliseconds(0),
                         const QStringList &more = {})
        : pool(argumentsFor(way, faults) + more, PoolProcess::Versions::Strict)
        , m_line(endpoint(), delay)
        , rest(delay.count() > 0 ? m_line.endpoint() : endpoint(), m_network, m_tokens, clock)
        , session(rest, SessionClient::newIdentifier())
        , notebook(NotebookData::empty())
        , queue(notebook, clock, {.stopOnFailure = false})
        , liveRefused(&queue, &ExecutionQueue::liveOutputRefused)
        , helperRefused(&queue, &ExecutionQueue::helperRefused)
        , interruptFailed(&queue, &ExecutionQueue::interruptFailed)
        , lost(&queue, &ExecutionQueue::sessionStateLost)
    {
        m_tokens.token = "secret"; // the pool's
        if (way == Way::Stream)
            session.setAbilities(
                {.stream = true, .cancel = true, .restart = true, .pythonVersion = {}});
        queue.setSession(&session);
    }

    [[nodiscard]] QUrl endpoint() const
    {
        return QUrl(pool.facts()[QLatin1StringView("endpoint")].toString());
    }

    CellId start(const QString &source)
    {
        const CellId cell = NotebookEditor(notebook)
                                .insertCells(notebook.cellCount(), {Cell::code(source)})
                                .first();
        queue.enqueue(cell);
        return cell;
    }
    bool wait(int patience = 60000)
    {
        return QTest::qWaitFor([this] { return !queue.isBusy(); }, patience);
    }
    /// The cell after its run.
    const Cell &run(const QString &source)
    {
        const CellId cell = start(source);
        if (!wait())
            qFatal("the cell did not end");
        return *notebook.find(cell);
    }
    [[nodiscard]] QString text(CellId cell) const { return textOf(*notebook.find(cell)); }
    [[nodiscard]] CellRunInfo info(CellId cell) const { return queue.info(cell); }
    [[nodiscard]] CellRunInfo lastInfo() const
    {
        return info(notebook.idAt(notebook.cellCount() - 1));
    }

private:
    QStringList argumentsFor(Way way, const QByteArray &faults)
    {
        QStringList arguments;
        if (way == Way::Plain)
            arguments += QStringLiteral("--plain");
        if (faults.isEmpty())
            return arguments;
        QFile file(m_directory.filePath(QStringLiteral("faults.json")));
        if (!file.open(QIODevice::WriteOnly) || file.write("{\"faults\":[" + faults + "]}") < 0)
            qFatal("cannot write");
        return arguments + QStringList{QStringLiteral("--faults"), file.fileName()};
    }

    QTemporaryDir m_directory;
    FakeTokens m_tokens;
    QNetworkAccessManager m_network;

public:
    SystemClock clock;
    PoolProcess pool;

private:
    DelayingProxy m_line;

public:
    RestClient rest;
    SessionClient session;
    Notebook notebook;
    ExecutionQueue queue;
    QSignalSpy liveRefused;
    QSignalSpy helperRefused;
    QSignalSpy interruptFailed;
    QSignalSpy lost;
};

} // namespace sessionbook
