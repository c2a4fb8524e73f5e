// The real program, killed at any moment while somebody types and a cell runs, started again and
// compared: SESSIONBOOK_CRASHES says how often (8 by default; for many, QTEST_FUNCTION_TIMEOUT must
// be longer, too).
#include "notebook/files/NotebookFile.h"
#include "support/desktop/VirtualDesktop.h"

#include <QDateTime>
#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr qint64 promisedMs = 100;
constexpr int patience = 60000;
const QString dialogTitle = u"Recover Notebooks"_s;

// The outputs tell themselves when they were made.
const QByteArray twoCells = R"json({
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "running",
   "metadata": {},
   "outputs": [],
   "source": [
    "import time\n",
    "for i in range(100000):\n",
    "    print(i, int(time.time() * 1000))\n",
    "    time.sleep(0.02)"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "typed",
   "metadata": {},
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
)json";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// The real program on a desktop of its own.
class RunningProgram
{
public:
    RunningProgram(const VirtualDesktop &desktop, const QStringList &arguments)
    {
        m_process.setProcessEnvironment(desktop.environment());
        m_process.setStandardErrorFile(desktop.path(u"stderr"_s), QIODevice::Append);
        m_process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook"), arguments);
        m_process.waitForStarted(patience);
    }
    ~RunningProgram() { kill(); }

    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_process.waitForFinished(patience);
    }

private:
    QProcess m_process;
};

struct TypedKey
{
    char letter;
    qint64 sentAt;
};

/// What a round found missing, in milliseconds before the kill; -1: nothing to tell.
struct Loss
{
    qint64 oldestKey = -1;
    qint64 oldestOutput = -1;
    qsizetype keys = 0; ///< that were typed
    qsizetype outputs = 0; ///< that came back
};

/// Where in what was typed the text begins that came back; -1 where it is no part of it. Keys may
/// go to no window before the first one has the keyboard.
qsizetype beginOf(const QString &text, const QList<TypedKey> &typed)
{
    QString all;
    for (const TypedKey &key : typed)
        all += QLatin1Char(key.letter);
    return all.indexOf(text);
}

/// The first key that is missing at the end tells how old the loss is.
Loss lossOf(const NotebookData &data, const QList<TypedKey> &typed, qint64 killedAt)
{
    Loss loss{.keys = typed.size()};
    const QString text = data.cells.value(1).source;
    const qsizetype end = beginOf(text, typed) + text.size();
    if (end < typed.size())
        loss.oldestKey = killedAt - typed.at(end).sentAt;
    QString printed;
    for (const Output &output : data.cells.value(0).outputs) {
        const OutputContent content = output.decode();
        if (const auto *stream = std::get_if<StreamContent>(&content))
            printed += stream->text;
    }
    const QStringList lines = printed.split(u'\n', Qt::SkipEmptyParts);
    loss.outputs = lines.size();
    if (!lines.isEmpty()) // the next one was made 20 ms later
        loss.oldestOutput = killedAt - lines.last().section(u' ', 1).toLongLong() - 20;
    return loss;
}

bool isGapless(const NotebookData &data)
{
    int expected = 0;
    for (const Output &output : data.cells.value(0).outputs) {
        const OutputContent content = output.decode();
        const auto *stream = std::get_if<StreamContent>(&content);
        if (!stream)
            return false;
        for (const QString &line : stream->text.split(u'\n', Qt::SkipEmptyParts)) {
            if (line.section(u' ', 0, 0).toInt() != expected++)
                return false;
        }
    }
    return true;
}

int rounds()
{
    const int wanted = qEnvironmentVariableIntValue("SESSIONBOOK_CRASHES");
    return wanted > 0 ? wanted : 8;
}

QString statistic(QList<qint64> values)
{
    values.removeAll(-1);
    if (values.isEmpty())
        return u"none"_s;
    std::ranges::sort(values);
    const auto late = std::ranges::count_if(values, [](qint64 age) { return age > promisedMs; });
    return u"median %1 ms, largest %2 ms, older than %3 ms: %4 of %5"_s
        .arg(values.at(values.size() / 2))
        .arg(values.last())
        .arg(promisedMs)
        .arg(late)
        .arg(values.size());
}

} // namespace

class GuiCrashTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void nothingIsLostByAKill();
    void fullStateDiskDamagesNothing();
    void readOnlyFolderLosesNothing();

private:
    /// Starts, runs the first cell and types into the second until the kill.
    QList<TypedKey> workUntilKilled(const QString &path, int lifeMs, qint64 &killedAt);
    /// Starts again and recovers; false where nothing was offered.
    bool recover(int patienceMs);
    /// What was recovered, to the file it belongs to.
    bool save(const QString &path);
    [[nodiscard]] QStringList journals() const;

    std::unique_ptr<VirtualDesktop> m_desktop;
    std::unique_ptr<RunningProgram> m_program;
};

void GuiCrashTest::initTestCase()
{
    m_desktop = std::make_unique<VirtualDesktop>();
    if (!m_desktop->obstacle().isEmpty())
        QSKIP(qPrintable(m_desktop->obstacle()));
}

QStringList GuiCrashTest::journals() const
{
    return QDir(m_desktop->path(u"state/sessionbook/journals"_s)).entryList({u"*.journal"_s});
}

QList<TypedKey> GuiCrashTest::workUntilKilled(const QString &path, int lifeMs, qint64 &killedAt)
{
    m_program = std::make_unique<RunningProgram>(*m_desktop, QStringList{path});
    QList<TypedKey> typed;
    if (!m_desktop->focus(u"work"_s))
        return typed;
    m_desktop->press({u"shift+Return"_s, u"Return"_s});
    const qint64 end = now() + lifeMs;
    const QByteArray letters = "abcdefghijklmnopqrstuvwxyz";
    while (now() < end) {
        const char letter = letters.at(typed.size() % letters.size());
        m_desktop->press({QString(QLatin1Char(letter))});
        typed.append({letter, now()});
        QTest::qSleep(20);
    }
    killedAt = now();
    m_program->kill();
    return typed;
}

bool GuiCrashTest::recover(int patienceMs)
{
    m_program = std::make_unique<RunningProgram>(*m_desktop, QStringList());
    if (!m_desktop->focus(dialogTitle, patienceMs)) {
        qWarning("nothing was offered");
        return false;
    }
    // A window that comes up takes the keyboard when it pleases: whoever sees the dialog stand
    // there for long presses again.
    for (int attempt = 0; attempt < 10; ++attempt) {
        m_desktop->focus(dialogTitle, 500);
        m_desktop->press({u"alt+r"_s});
        if (QTest::qWaitFor([this] { return !m_desktop->hasWindow(dialogTitle); }, 5000))
            return true;
    }
    return false;
}

bool GuiCrashTest::save(const QString &path)
{
    return QTest::qWaitFor(
        [&] {
            if (contentOf(path) != twoCells)
                return true;
            m_desktop->focus(u"work"_s);
            m_desktop->press({u"Escape"_s, u"ctrl+s"_s}); // a menu may be open
            return false;
        },
        patience);
}

void GuiCrashTest::nothingIsLostByAKill()
{
    const QString path = m_desktop->path(u"work.ipynb"_s);
    QList<qint64> keys;
    QList<qint64> outputs;
    qsizetype keysTyped = 0;
    qsizetype outputsBack = 0;
    for (int round = 0; round < rounds(); ++round) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(twoCells) == twoCells.size());
        file.close();
        qint64 killedAt = 0;
        const int life = 300 + int(QRandomGenerator::global()->bounded(3700));
        const QList<TypedKey> typed = workUntilKilled(path, life, killedAt);
        QVERIFY(!typed.isEmpty());
        QCOMPARE(contentOf(path), twoCells); // nobody saved

        if (journals().isEmpty()) {
            QVERIFY2(life < 2000, "no journal");
            continue;
        }
        QVERIFY(recover(patience));
        QVERIFY(save(path));
        const auto loaded = NotebookFile::load(path);
        QVERIFY(loaded);
        QCOMPARE(loaded->data.cells.size(), 2);
        QVERIFY(isGapless(loaded->data));
        const QString text = loaded->data.cells.at(1).source;
        QVERIFY2(beginOf(text, typed) >= 0, qPrintable(text));
        if (const qsizetype begin = beginOf(text, typed); begin > 0)
            qInfo("round %d: the first %lld keys went to no window", round, qlonglong(begin));
        QTRY_COMPARE(journals(), QStringList());
        m_program->kill();

        const Loss loss = lossOf(loaded->data, typed, killedAt);
        keys += loss.oldestKey;
        outputs += loss.oldestOutput;
        keysTyped += loss.keys;
        outputsBack += loss.outputs;
        if (round + 1 != rounds() && keys.size() % 20 != 0)
            continue;
        qInfo("%d kills, %lld keys typed, %lld outputs recovered, 0 damaged files", round + 1,
              qlonglong(keysTyped), qlonglong(outputsBack));
        qInfo("oldest key lost, counted from the key press: %s", qPrintable(statistic(keys)));
        qInfo("oldest output lost, counted from the print: %s", qPrintable(statistic(outputs)));
    }
}

void GuiCrashTest::fullStateDiskDamagesNothing()
{
    const QString state = m_desktop->path(u"state"_s);
    QVERIFY(QDir().mkpath(state));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=16k"_s, u"none"_s, state})
            != 0)
        QSKIP("a small file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, state}); });
    const QString path = m_desktop->path(u"work.ipynb"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(twoCells) == twoCells.size());
    file.close();
    qint64 killedAt = 0;
    QVERIFY(!workUntilKilled(path, 3000, killedAt).isEmpty());
    QCOMPARE(contentOf(path), twoCells);

    // What found room comes back; at the least the program starts.
    if (journals().isEmpty()) {
        m_program = std::make_unique<RunningProgram>(*m_desktop, QStringList{path});
        QVERIFY(m_desktop->focus(u"work"_s));
    } else {
        QVERIFY(recover(patience));
        QVERIFY(save(path));
        QVERIFY(NotebookFile::load(path));
    }
    m_program->kill();
}

/// The journal lies elsewhere, so it does not matter that the notebook's folder takes nothing.
void GuiCrashTest::readOnlyFolderLosesNothing()
{
    const QString place = m_desktop->path(u"locked"_s);
    QVERIFY(QDir().mkpath(place));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"none"_s, place}) != 0)
        QSKIP("a file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, place}); });
    const QString path = place + u"/work.ipynb"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(twoCells) == twoCells.size());
    file.close();
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,ro"_s, place}), 0);
    qint64 killedAt = 0;
    const QList<TypedKey> typed = workUntilKilled(path, 3000, killedAt);
    QVERIFY(!typed.isEmpty());
    QCOMPARE(contentOf(path), twoCells);

    QVERIFY(recover(patience));
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,rw"_s, place}), 0);
    QVERIFY(save(path));
    const auto loaded = NotebookFile::load(path);
    QVERIFY(loaded);
    QVERIFY(isGapless(loaded->data));
    QVERIFY(loaded->data.cells.at(1).source.startsWith(u"ab"_s));
    m_program->kill();
}

QTEST_GUILESS_MAIN(GuiCrashTest)
#include "tst_gui_crash.moc"
