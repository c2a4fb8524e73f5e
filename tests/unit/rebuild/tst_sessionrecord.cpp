#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "rebuild/OutputFingerprint.h"
#include "rebuild/RecordFile.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/Journal.h"
#include "rebuild/RecordStore.h"
#include "rebuild/SentFileCheck.h"
#include "rebuild/SessionEnd.h"
#include "rebuild/SessionRecord.h"
#include "rebuild/SessionRecorder.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

NotebookData notebookWith(const QStringList &sources)
{
    NotebookData data = NotebookData::empty();
    data.cells.clear();
    for (const QString &source : sources) {
        Cell cell = Cell::code(source);
        cell.fileId = u"id%1"_s.arg(data.cells.size());
        data.cells.append(cell);
    }
    return data;
}

FileFingerprint printOf(const QByteArray &content)
{
    return FileFingerprint::of(content);
}

QString write(const QTemporaryDir &directory, const QByteArray &content)
{
    QFile file(directory.filePath(u"data.csv"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

/// Where the record of that document is stored.
QString recordPath(const QString &documentPath)
{
    const auto directory = StateDirectory::subdirectory(u"sessions"_s);
    if (!directory)
        qFatal("no directory");
    const auto name = FileFingerprint::of(documentPath.toUtf8()).toText();
    return QDir(*directory).filePath(QString::fromLatin1(name) + u".lines"_s);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class SessionRecordTest : public QObject
{
    Q_OBJECT
private slots:
    void whatEndedSomewhereIsNotRepeatable();
    void aFileTakesThePlaceOfOneOfTheSameName();
    void numbersTellTheOrderInWhichCellsRan();
    void linesGiveTheRecordBack();
    void linesFindCellsThatMovedByTheirId();
    void runsWithoutAnEndAreLost();
    void damagedLinesArePassedOver();
    void aTornLineDoesNotTakeTheNextOneWithIt();
    void anEndIsWrittenWhenTheJournalHasTheOutputs();
    void sentFilesAreComparedByTheirContent();
    void endsAreKnownByWhatThePoolSays_data();
    void endsAreKnownByWhatThePoolSays();
};

void SessionRecordTest::whatEndedSomewhereIsNotRepeatable()
{
    SessionRecord record;
    record.beginRun(CellId(1), u"while True: pass"_s);
    record.endRun(CellId(1), RunEnd::Interrupted, {});
    QVERIFY(!record.hasState());
    record.beginRun(CellId(1), u"1 / 0"_s);
    record.endRun(CellId(1), RunEnd::Raised, {});
    QVERIFY(record.hasState());
    QCOMPARE(record.runs().size(), 2);
    QCOMPARE(record.cells(), QSet<CellId>{CellId(1)});
}

void SessionRecordTest::aFileTakesThePlaceOfOneOfTheSameName()
{
    SessionRecord record;
    record.addFile({u"/a/data.csv"_s, u"data.csv"_s, printOf("a")});
    record.addFile({u"/b/data.csv"_s, u"data.csv"_s, printOf("b")});
    QCOMPARE(record.files().size(), 1);
    QCOMPARE(record.files().first().localPath, u"/b/data.csv"_s);
    record.removeFile(u"data.csv"_s);
    QVERIFY(!record.hasState());
}

void SessionRecordTest::numbersTellTheOrderInWhichCellsRan()
{
    Notebook notebook(notebookWith({u"a"_s, u"b"_s, u"c"_s}));
    notebook.setOutputs(notebook.idAt(2), {Output::stream(u"stdout"_s, u"x"_s)}, 4);
    notebook.setOutputs(notebook.idAt(0), {Output::error({u"E"_s, {}, {}})}, 7);
    const SessionRecord record = SessionRecord::fromNumbers(notebook);
    QCOMPARE(record.runs().size(), 2);
    QCOMPARE(record.runs().at(0).source, u"c"_s);
    QCOMPARE(record.runs().at(0).outputs,
             OutputFingerprint::of({Output::stream(u"stdout"_s, u"x"_s)}));
    QCOMPARE(record.runs().at(1).end, RunEnd::Raised);
}

void SessionRecordTest::linesGiveTheRecordBack()
{
    const Notebook notebook(notebookWith({u"a"_s, u"b"_s}));
    SessionRecord record;
    record.addFile({u"/tmp/ü \"x\".csv"_s, u"x.csv"_s, printOf("1")});
    record.beginRun(notebook.idAt(1), u"b = '\n'"_s);
    record.endRun(notebook.idAt(1), RunEnd::Done, printOf("out"));
    record.beginRun(notebook.idAt(0), u"a"_s);
    record.endRun(notebook.idAt(0), RunEnd::TimedOut, printOf(""));
    record.beginRun(CellId(99), u"deleted since"_s);
    record.endRun(CellId(99), RunEnd::Raised, printOf("e"));
    const SessionRecord read = RecordFile::read(RecordFile::linesFor(record, notebook), notebook);
    QCOMPARE(read.files(), record.files());
    QCOMPARE(read.runs().size(), 3);
    QCOMPARE(read.runs().at(0), record.runs().at(0));
    QCOMPARE(read.runs().at(1), record.runs().at(1));
    QVERIFY(!read.runs().at(2).cell.isValid());
    QCOMPARE(read.runs().at(2).end, RunEnd::Raised);
}

void SessionRecordTest::linesFindCellsThatMovedByTheirId()
{
    Notebook notebook(notebookWith({u"a"_s, u"b"_s}));
    SessionRecord record;
    record.beginRun(notebook.idAt(0), u"a"_s);
    const QByteArray lines = RecordFile::linesFor(record, notebook);
    const CellId cell = notebook.idAt(0);
    NotebookEditor(notebook).moveCell(cell, 1);
    NotebookEditor(notebook).setSource(cell, u"edited"_s);
    QCOMPARE(RecordFile::read(lines, notebook).runs().first().cell, cell);
}

void SessionRecordTest::runsWithoutAnEndAreLost()
{
    const Notebook notebook(notebookWith({u"a"_s}));
    SessionRecord record;
    record.beginRun(notebook.idAt(0), u"a"_s);
    const SessionRecord read = RecordFile::read(RecordFile::linesFor(record, notebook), notebook);
    QCOMPARE(read.runs().first().end, RunEnd::Lost);
}

void SessionRecordTest::damagedLinesArePassedOver()
{
    const Notebook notebook(notebookWith({u"a"_s}));
    SessionRecord record;
    record.beginRun(notebook.idAt(0), u"a"_s);
    record.endRun(notebook.idAt(0), RunEnd::Done, printOf("o"));
    const QByteArray lines = RecordFile::linesFor(record, notebook);
    QCOMPARE(RecordFile::read("\xff\xfe{]\n{\"end\":5}\nnull\n" + lines + "{\"source\":", notebook)
                 .runs(),
             record.runs());
    for (qsizetype cut = 0; cut < lines.size(); ++cut)
        QVERIFY(RecordFile::read(lines.left(cut), notebook).runs().size() <= 1);
}

void SessionRecordTest::aTornLineDoesNotTakeTheNextOneWithIt()
{
    const QString path = u"/somewhere/torn.ipynb"_s;
    QFile file(recordPath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"file\":{\"na");
    file.close();

    Notebook notebook(notebookWith({u"1"_s}));
    const QTemporaryDir journals;
    Journal journal(journals.path());
    SessionRecorder recorder;
    const SentFile sent{u"/a/data.csv"_s, u"data.csv"_s, printOf("a")};
    {
        RecordStore store(recorder, journal);
        store.follow(path, notebook);
        emit recorder.fileAdded(sent);
    }

    RecordStore store(recorder, journal);
    QList<SentFile> files;
    connect(&store, &RecordStore::loaded, this,
            [&](const SessionRecord &record) { files = record.files(); });
    store.follow(path, notebook);
    store.load();
    QTRY_COMPARE(files, QList<SentFile>{sent});
}

void SessionRecordTest::anEndIsWrittenWhenTheJournalHasTheOutputs()
{
    const QTemporaryDir directory;
    const QString journals = directory.filePath(u"journals"_s);
    QFile inTheWay(journals); // so that the journal cannot be written
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    Notebook notebook(notebookWith({u"1"_s}));
    Journal journal(journals);
    journal.follow(notebook, {.name = u"Test"_s});
    SessionRecorder recorder;
    const QString path = u"/somewhere/ended.ipynb"_s;
    const RecordedRun run{.cell = notebook.idAt(0), .source = u"1"_s, .end = RunEnd::Done};
    QSignalSpy failed(&journal, &Journal::failed);
    const auto store = std::make_unique<RecordStore>(recorder, journal);
    store->follow(path, notebook);
    emit recorder.runBegan(run);
    notebook.setOutputs(run.cell, {Output::stream(u"stdout"_s, u"1"_s)}, 1);
    emit recorder.runEnded(run);
    QVERIFY(failed.wait());
    QTRY_COMPARE(contentOf(recordPath(path)), RecordFile::lineFor(run, notebook));

    inTheWay.remove();
    QVERIFY(QDir().mkpath(journals));
    QTRY_COMPARE(contentOf(recordPath(path)),
                 RecordFile::lineFor(run, notebook) + RecordFile::lineForEnd(run));
    QVERIFY(!QDir(journals).isEmpty());
}

void SessionRecordTest::sentFilesAreComparedByTheirContent()
{
    using Finding = SentFileCheck::Finding;
    const QTemporaryDir directory;
    const QString path = write(directory, "a,b\n");
    const SentFile sent{path, u"data.csv"_s, printOf("a,b\n")};
    QCOMPARE(SentFileCheck::of(sent).finding, Finding::Same);
    write(directory, "a,c\n");
    QCOMPARE(SentFileCheck::of(sent).finding, Finding::Changed);
    QCOMPARE(SentFileCheck::of(sent).present, printOf("a,c\n"));
    QFile::remove(path);
    QCOMPARE(SentFileCheck::of(sent).finding, Finding::Gone);
    QVERIFY(QDir().mkdir(path));
    QCOMPARE(SentFileCheck::of(sent).finding, Finding::Unreadable);
}

void SessionRecordTest::endsAreKnownByWhatThePoolSays_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<SessionEnd::Reason>("reason");
    using R = SessionEnd::Reason;
    QTest::newRow("idle") << u"SessionNotFound"_s
                          << u"There is no session with this identifier: it was ended because it "
                             "was left alone for 300 s."_s
                          << R::Idle;
    QTest::newRow("age") << u"SessionEnded"_s
                         << u"The session was ended because its lifetime of 60 s was over."_s
                         << R::AgeLimit;
    QTest::newRow("disk") << u"SessionEnded"_s
                          << u"The session was ended because its files take 9 MiB."_s
                          << R::BeyondLimits;
    QTest::newRow("deleted") << u"SessionDeleted"_s << u"The session was deleted."_s << R::Deleted;
    QTest::newRow("died") << u""_s << u"The Python process ended with exit code 1."_s
                          << R::KernelDied;
    QTest::newRow("a pool that says nothing") << u""_s << u"HTTP 404"_s << R::Unknown;
}

void SessionRecordTest::endsAreKnownByWhatThePoolSays()
{
    QFETCH(QString, code);
    QFETCH(QString, message);
    QFETCH(SessionEnd::Reason, reason);
    QCOMPARE(SessionEnd::from(code, message).reason, reason);
}

QTEST_GUILESS_MAIN(SessionRecordTest)
#include "tst_sessionrecord.moc"
