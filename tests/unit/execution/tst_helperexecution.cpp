#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "support/CellText.h"
#include "support/FakeSession.h"
#include "support/ManualClock.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString source = u"launch()"_s;

/// A plain pool that the test answers for, call by call.
struct Bench
{
    Bench()
        : notebook([] {
            NotebookData data = NotebookData::empty();
            data.cells = {Cell::code(source)};
            return data;
        }())
        , session(clock, {})
        , queue(notebook, clock)
        , finished(&queue, &ExecutionQueue::runFinished)
        , refused(&queue, &ExecutionQueue::helperRefused)
        , missed(&queue, &ExecutionQueue::helperMissed)
    {
        queue.setSession(&session);
        queue.enqueue(notebook.idAt(0));
    }

    [[nodiscard]] QStringList sent() const { return session.executedSources(); }
    [[nodiscard]] bool installs() const
    {
        return sent().last().startsWith(u"#sessionbook:install");
    }
    [[nodiscard]] bool calls() const { return sent().last().startsWith(u"#sessionbook:call:"); }
    [[nodiscard]] CellRunInfo info() const { return queue.info(notebook.idAt(0)); }
    [[nodiscard]] QString text() const { return textOf(notebook.cellAt(0)); }

    /// The id that the helper's answer to the last call must bear.
    [[nodiscard]] QString callId() const
    {
        static const QRegularExpression missing(u"\\[sessionbook:(\\w+):missing"_s);
        if (const auto match = missing.match(sent().last()); match.hasMatch())
            return match.captured(1);
        return given()["call"_L1].toString();
    }
    /// What the call that installs the helper gives it.
    [[nodiscard]] QJsonObject given() const
    {
        const QString last = sent().last();
        const QString mark = u"b64decode('"_s;
        const QString base64 = last.mid(last.lastIndexOf(mark) + mark.size()).section(u'\'', 0, 0);
        return QJsonDocument::fromJson(QByteArray::fromBase64(base64.toLatin1())).object();
    }
    void print(const QString &text, const QString &status = u"Succeeded"_s)
    {
        session.reply(status, {{u"result"_s, QJsonObject{{u"stdout"_s, text}}}});
    }
    void endByService(const QString &code)
    {
        const QJsonObject error{{u"code"_s, code}, {u"message"_s, u"as it does"_s}};
        session.reply(u"Failed"_s, {{u"error"_s, QJsonObject{{u"error"_s, error}}}});
    }
    void sayMissing() { print(u"[sessionbook:%1:missing]\n"_s.arg(callId())); }
    void answer(const QJsonObject &payload)
    {
        const QByteArray json = QJsonDocument(payload).toJson(QJsonDocument::Compact);
        const auto sum = QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex();
        print(u"[sessionbook:%1:%2:%3]%4"_s.arg(callId())
                  .arg(json.size())
                  .arg(QString::fromLatin1(sum.left(32)), QString::fromLatin1(json)));
    }
    /// As a kernel does whose files cannot be fetched.
    void install()
    {
        answer({{u"helper"_s, given()["version"_L1]}, {u"prefixes"_s, QJsonArray()}});
    }
    void end(const QJsonArray &messages)
    {
        answer({{u"end"_s, QJsonObject{{u"status"_s, u"ok"_s}, {u"execution_count"_s, 4}}},
                {u"segments"_s, 0},
                {u"messages"_s, messages}});
    }

    ManualClock clock;
    Notebook notebook;
    FakeSession session;
    ExecutionQueue queue;
    QSignalSpy finished;
    QSignalSpy refused;
    QSignalSpy missed;
};

QJsonArray printed(const QString &text)
{
    return {QJsonObject{{u"type"_s, u"stream"_s}, {u"name"_s, u"stdout"_s}, {u"text"_s, text}}};
}

} // namespace

/// When code is sent through the helper, when as it is, and when again.
class HelperExecutionTest : public QObject
{
    Q_OBJECT

private slots:
    void cellRunsThroughTheHelper();
    void kernelThatTakesNoHelperGetsTheCodeAsItIs_data();
    void kernelThatTakesNoHelperGetsTheCodeAsItIs();
    void installationThatTheServiceEndedIsTriedOnceMore();
    void kernelThatDiesOfTheHelperGetsTheCodeAsItIs();
    void installationThatFailsForNowIsTriedWithTheNextCell_data();
    void installationThatFailsForNowIsTriedWithTheNextCell();
    void codeIsSentAgainWhereTheHelperWasMissing();
    void codeIsSentAgainOnce();
    void otherRepliesAreAskedForAgainAndTheCodeIsNot();
    void textBesideTheFrameIsKept();
    void replyOfTheServiceCountsWhereItEndedTheCode();
    void outputThatCannotBeFetchedIsNotPassedOver();
    void interruptBeforeTheCodeIsSentSendsNothing();
};

void HelperExecutionTest::cellRunsThroughTheHelper()
{
    Bench bench;
    QVERIFY(bench.installs());
    bench.install();
    QVERIFY(bench.calls());
    QVERIFY(!bench.sent().last().contains(source));

    bench.end(printed(u"done"_s));

    QCOMPARE(bench.text(), u"done"_s);
    QCOMPARE(bench.info().state, RunState::Done);
    QCOMPARE(bench.notebook.cellAt(0).executionCount, std::optional(4));
    QCOMPARE(bench.sent().size(), 2);
}

void HelperExecutionTest::kernelThatTakesNoHelperGetsTheCodeAsItIs_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QString>("status");
    QTest::newRow("no Python") << u""_s << u"Failed"_s;
    QTest::newRow("says nothing") << u"text"_s << u"Succeeded"_s;
    QTest::newRow("no IPython")
        << u"[sessionbook:%1:refused] ModuleNotFoundError: No module named 'IPython'"_s
        << u"Succeeded"_s;
}

void HelperExecutionTest::kernelThatTakesNoHelperGetsTheCodeAsItIs()
{
    QFETCH(QString, reply);
    QFETCH(QString, status);
    Bench bench;
    bench.print(reply.contains(u'%') ? reply.arg(bench.callId()) : reply, status);

    QCOMPARE(bench.sent().last(), source);
    QCOMPARE(bench.refused.count(), 1);
    bench.print(u"plain"_s);
    QCOMPARE(bench.text(), u"plain"_s);
    QCOMPARE(bench.info().state, RunState::Done);

    bench.queue.enqueue(bench.notebook.idAt(0)); // which is not tried again
    QCOMPARE(bench.sent().size(), 3);
    QCOMPARE(bench.sent().last(), source);
    QCOMPARE(bench.refused.count(), 1);
}

void HelperExecutionTest::installationThatTheServiceEndedIsTriedOnceMore()
{
    Bench bench;
    bench.endByService(u"KernelDied"_s);
    QCOMPARE(bench.sent().size(), 2);
    QVERIFY(bench.installs());
    bench.install();
    bench.end(printed(u"done"_s));
    QCOMPARE(bench.text(), u"done"_s);
    QCOMPARE(bench.refused.count(), 0);
}

void HelperExecutionTest::kernelThatDiesOfTheHelperGetsTheCodeAsItIs()
{
    Bench bench;
    bench.endByService(u"KernelDied"_s);
    bench.endByService(u"KernelDied"_s);
    QCOMPARE(bench.sent().last(), source);
    QCOMPARE(bench.refused.count(), 1);
}

void HelperExecutionTest::installationThatFailsForNowIsTriedWithTheNextCell_data()
{
    QTest::addColumn<std::function<void(Bench &)>>("fail");
    const auto row = [](const char *name, const std::function<void(Bench &)> &fail) {
        QTest::newRow(name) << fail;
    };
    row("takes too long", [](Bench &bench) { bench.endByService(u"Timeout"_s); });
    row("500", [](Bench &bench) { bench.session.failWithHttp(500); });
    row("lost connection",
        [](Bench &bench) { bench.session.failWith(QNetworkReply::RemoteHostClosedError); });
}

void HelperExecutionTest::installationThatFailsForNowIsTriedWithTheNextCell()
{
    QFETCH(std::function<void(Bench &)>, fail);
    Bench bench;
    for (int i = 0; i < 2; ++i) {
        QVERIFY(bench.installs());
        fail(bench);
        QVERIFY(bench.calls());
        bench.sayMissing();
    }
    QCOMPARE(bench.sent().last(), source);
    bench.print(u"plain"_s);
    QCOMPARE(bench.text(), u"plain"_s);
    QCOMPARE(bench.info().state, RunState::Done);
    QCOMPARE(bench.refused.count(), 0);
    QCOMPARE(bench.missed.count(), 1);

    bench.queue.enqueue(bench.notebook.idAt(0));
    QVERIFY(bench.installs());
    bench.install();
    bench.end(printed(u"done"_s));
    QCOMPARE(bench.text(), u"done"_s);
    QCOMPARE(bench.missed.count(), 1);
}

void HelperExecutionTest::codeIsSentAgainWhereTheHelperWasMissing()
{
    Bench bench;
    bench.install();
    const QString first = bench.callId();
    bench.sayMissing();
    QVERIFY(bench.installs());
    bench.install();
    QVERIFY(bench.calls());
    QVERIFY(bench.callId() != first);
    const auto requests = bench.session.executions(); // no pool takes a name twice
    QVERIFY(requests.last().operationId != requests.at(1).operationId);
    bench.end(printed(u"once"_s));
    QCOMPARE(bench.text(), u"once"_s);
}

void HelperExecutionTest::codeIsSentAgainOnce()
{
    Bench bench;
    bench.install();
    bench.sayMissing();
    bench.install();
    bench.sayMissing();
    QCOMPARE(bench.info().state, RunState::Failed);
    QCOMPARE(bench.sent().size(), 4);
}

void HelperExecutionTest::otherRepliesAreAskedForAgainAndTheCodeIsNot()
{
    Bench bench;
    bench.install();
    const QString run = bench.sent().last();
    bench.print(u"something else"_s);
    bench.clock.advance(1s);
    QCOMPARE(bench.sent().size(), 3);
    QVERIFY(bench.calls());
    QVERIFY(bench.sent().last() != run);

    bench.end(printed(u"found"_s));

    QCOMPARE(bench.text(), u"found"_s);
    QCOMPARE(bench.info().state, RunState::Done);
}

void HelperExecutionTest::textBesideTheFrameIsKept()
{
    Bench bench;
    bench.install();
    const QJsonObject payload{{u"end"_s, QJsonObject{{u"status"_s, u"ok"_s}}},
                              {u"segments"_s, 0},
                              {u"messages"_s, printed(u"inside\n"_s)}};
    const QByteArray json = QJsonDocument(payload).toJson(QJsonDocument::Compact);
    const auto sum = QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex();
    bench.print(u"outside\n[sessionbook:%1:%2:%3]%4"_s.arg(bench.callId())
                    .arg(json.size())
                    .arg(QString::fromLatin1(sum.left(32)), QString::fromLatin1(json)));
    QCOMPARE(bench.text(), u"outside\ninside\n"_s);
}

void HelperExecutionTest::replyOfTheServiceCountsWhereItEndedTheCode()
{
    Bench bench;
    bench.install();
    bench.endByService(u"Timeout"_s);
    QCOMPARE(bench.info().state, RunState::Failed);
    QCOMPARE(bench.info().failure, RunFailure::TimedOut);
    QCOMPARE(bench.sent().size(), 2);
}

void HelperExecutionTest::outputThatCannotBeFetchedIsNotPassedOver()
{
    Bench bench;
    bench.install();
    bench.answer({{u"end"_s, QJsonObject{{u"status"_s, u"ok"_s}}}, {u"segments"_s, 1}});
    QTRY_COMPARE(bench.sent().size(), 3);
    bench.answer({{u"unknown"_s, true}});
    QCOMPARE(bench.info().state, RunState::Done);
    QVERIFY(bench.text().contains(u"could not be fetched"_s));
}

void HelperExecutionTest::interruptBeforeTheCodeIsSentSendsNothing()
{
    Bench bench;
    bench.queue.interrupt();
    QTRY_COMPARE(bench.info().state, RunState::Cancelled);
    QCOMPARE(bench.sent().size(), 1);
}

QTEST_GUILESS_MAIN(HelperExecutionTest)
#include "tst_helperexecution.moc"
