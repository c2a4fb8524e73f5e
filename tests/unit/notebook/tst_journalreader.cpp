#include "notebook/recovery/JournalFrame.h"
#include "notebook/recovery/JournalReader.h"
#include "notebook/recovery/RecordBytes.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

using Continues = JournalFrame::Continues;

/// A journal's bytes as a writer would lay them out.
class JournalBytes
{
public:
    explicit JournalBytes(const JournalBase &base = {.cells = {1, 2, 3}})
        : bytes(JournalFrame::fileHead(salt))
    {
        add(base);
    }

    void add(const JournalRecord &record, Continues continues = Continues::No)
    {
        bytes
            += JournalFrame::framed(JournalRecords::encoded(record), continues, salt, bytes.size());
    }

    static constexpr quint64 salt = 0x1234567890abcdef;
    QByteArray bytes;
};

QList<JournalRecord> oneOfEach()
{
    return {
        JournalBase{.path = u"/home/me/ä.ipynb"_s,
                    .name = u"Untitled"_s,
                    .fingerprint = FileFingerprint::of("content"),
                    .cells = {7, 8, 0, 3, std::numeric_limits<quint64>::max()},
                    .copyName = u"a-1.base"_s,
                    .beganAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC)},
        CellHeadRecord{.cell = 7,
                       .kind = CellKind::Markdown,
                       .source = u"lone \xd83d half"_s,
                       .fileId = u"abc"_s,
                       .metadata = R"({"a": 1})",
                       .otherFields = {R"("attachments": {})", ""}},
        TextRecord{.cell = 7, .position = 3, .removed = 2, .inserted = u"ü\0x"_s},
        OutputsRecord{.cell = 7,
                      .executionCount = -5,
                      .front = 1,
                      .tail = 2,
                      .splice = OutputSplice{4, 5, "mid\0dle"_ba},
                      .added = {"{}", QByteArray(1000, 'x')}},
        CellInsertedRecord{.index = 300, .cell = 12345678901234567890U},
        CellRemovedRecord{.index = 5},
        CellMovedRecord{.from = 1, .to = 9},
        OrderRecord{.cells = {3, 2, 1}},
        DocumentRecord{.formatMinor = 5, .metadata = "{}", .otherFields = {R"("a": 1)"}},
    };
}

} // namespace

class JournalReaderTest : public QObject
{
    Q_OBJECT
private slots:
    void everyRecordComesBack();
    void recordsPutTheDocumentTogether();
    void tornTailIsCutAnywhere();
    void flippedBitEndsWhatIsBelieved();
    void frameFromAnotherPlaceIsNotBelieved();
    void recordThatDoesNotFitEndsWhatIsBelieved_data();
    void recordThatDoesNotFitEndsWhatIsBelieved();
    void changeThatFitsInPartIsLeftOut();
    void lengthsBeyondTheBytesAllocateNothing();
    void anythingElseIsNoJournal_data();
    void anythingElseIsNoJournal();
};

void JournalReaderTest::everyRecordComesBack()
{
    for (const JournalRecord &record : oneOfEach()) {
        const QByteArray bytes = JournalRecords::encoded(record);
        const auto decoded = JournalRecords::decoded(bytes);
        QVERIFY2(decoded && *decoded == record, qPrintable(QString::number(record.index())));
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY(!JournalRecords::decoded(QByteArrayView(bytes).first(size)));
        QVERIFY(!JournalRecords::decoded(bytes + 'x'));
    }
}

void JournalReaderTest::recordsPutTheDocumentTogether()
{
    JournalBytes journal;
    journal.add(CellInsertedRecord{1, 4}, Continues::Yes);
    journal.add(CellHeadRecord{.cell = 4, .source = u"abcdef"_s});
    journal.add(TextRecord{.cell = 4, .position = 2, .removed = 2, .inserted = u"XY"_s});
    journal.add(CellMovedRecord{0, 3});
    journal.add(CellRemovedRecord{1});
    journal.add(OutputsRecord{.cell = 4, .executionCount = 1, .added = {"a1z", "b", "c"}});
    journal.add(OutputsRecord{.cell = 4,
                              .executionCount = 2,
                              .front = 0,
                              .tail = 1,
                              .splice = OutputSplice{1, 1, "22"},
                              .added = {"new"}});

    const auto content = JournalReader::read(journal.bytes);
    QVERIFY(content);
    QVERIFY(!content->isDamaged);
    QCOMPARE(content->state.order(), QList<quint64>({4, 3, 1}));
    const JournaledCell *cell = content->state.find(4);
    QCOMPARE(cell->head->source, u"abXYef"_s);
    QCOMPARE(*cell->outputs, QList<QByteArray>({"a22z", "new", "c"}));
    QCOMPARE(cell->executionCount, 2);
    QCOMPARE(content->state.find(1), nullptr);
}

void JournalReaderTest::tornTailIsCutAnywhere()
{
    JournalBytes journal;
    const qsizetype baseEnd = journal.bytes.size();
    journal.add(CellHeadRecord{.cell = 1, .source = u"first"_s});
    const qsizetype firstEnd = journal.bytes.size();
    journal.add(CellHeadRecord{.cell = 2, .source = u"second"_s}, Continues::Yes);
    journal.add(CellHeadRecord{.cell = 3, .source = u"third"_s});

    for (qsizetype size = 0; size <= journal.bytes.size(); ++size) {
        const auto content = JournalReader::read(QByteArrayView(journal.bytes).first(size));
        QCOMPARE(content.hasValue(), size >= baseEnd);
        if (!content)
            continue;
        const bool isWhole = size == journal.bytes.size();
        QCOMPARE(content->state.find(1) != nullptr, size >= firstEnd);
        QCOMPARE(content->state.find(2) != nullptr, isWhole);
        QCOMPARE(content->state.find(3) != nullptr, isWhole);
        QCOMPARE(content->isDamaged, !isWhole && size != baseEnd && size != firstEnd);
    }
}

void JournalReaderTest::flippedBitEndsWhatIsBelieved()
{
    JournalBytes journal;
    journal.add(CellHeadRecord{.cell = 1, .source = u"first"_s});
    const qsizetype firstEnd = journal.bytes.size();
    journal.add(CellHeadRecord{.cell = 2, .source = u"second"_s});
    journal.add(CellHeadRecord{.cell = 3, .source = u"third"_s});
    const QByteArray bytes = journal.bytes;
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
            const auto content = JournalReader::read(damaged);
            QVERIFY(!content || content->isDamaged);
            if (at < firstEnd || !content)
                continue;
            QCOMPARE(content->state.find(1)->head->source, u"first"_s);
            const JournaledCell *second = content->state.find(2);
            QVERIFY(!second || second->head->source == u"second"_s);
            QVERIFY(!content->state.find(3));
        }
    }
}

void JournalReaderTest::frameFromAnotherPlaceIsNotBelieved()
{
    JournalBytes journal;
    const qsizetype baseEnd = journal.bytes.size();
    journal.add(CellInsertedRecord{0, 9});
    const QByteArray frame = journal.bytes.sliced(baseEnd);
    const auto content = JournalReader::read(journal.bytes + frame);
    QVERIFY(content->isDamaged);
    QCOMPARE(content->wholeBytes, journal.bytes.size());
}

void JournalReaderTest::recordThatDoesNotFitEndsWhatIsBelieved_data()
{
    constexpr qsizetype huge = std::numeric_limits<qsizetype>::max();
    QTest::addColumn<JournalRecord>("record");
    QTest::newRow("a second base") << JournalRecord(JournalBase{});
    QTest::newRow("text of an unknown cell") << JournalRecord(TextRecord{.cell = 99});
    QTest::newRow("text beyond the end") << JournalRecord(TextRecord{.cell = 1, .position = 6});
    QTest::newRow("removes too much")
        << JournalRecord(TextRecord{.cell = 1, .position = 1, .removed = huge});
    QTest::newRow("keeps outputs that are not there")
        << JournalRecord(OutputsRecord{.cell = 1, .front = 1});
    QTest::newRow("keeps more than there is")
        << JournalRecord(OutputsRecord{.cell = 2, .front = 1, .tail = huge});
    QTest::newRow("splices nothing")
        << JournalRecord(OutputsRecord{.cell = 1, .splice = OutputSplice{}});
    QTest::newRow("splices beyond")
        << JournalRecord(OutputsRecord{.cell = 2, .splice = OutputSplice{2, 3, {}}});
    QTest::newRow("inserts beyond") << JournalRecord(CellInsertedRecord{4, 9});
    QTest::newRow("inserts what is there") << JournalRecord(CellInsertedRecord{0, 2});
    QTest::newRow("inserts nothing") << JournalRecord(CellInsertedRecord{0, 0});
    QTest::newRow("removes beyond") << JournalRecord(CellRemovedRecord{3});
    QTest::newRow("moves beyond") << JournalRecord(CellMovedRecord{0, 3});
    QTest::newRow("moves from beyond") << JournalRecord(CellMovedRecord{huge, 0});
    QTest::newRow("a cell twice") << JournalRecord(OrderRecord{{1, 2, 1}});
    QTest::newRow("a cell without name") << JournalRecord(CellHeadRecord{});
}

void JournalReaderTest::recordThatDoesNotFitEndsWhatIsBelieved()
{
    QFETCH(JournalRecord, record);
    JournalBytes journal;
    journal.add(CellHeadRecord{.cell = 1, .source = u"first"_s});
    journal.add(OutputsRecord{.cell = 2, .added = {"{  }"}});
    const qsizetype good = journal.bytes.size();
    journal.add(record);
    journal.add(CellHeadRecord{.cell = 1, .source = u"later"_s});
    const auto content = JournalReader::read(journal.bytes);
    QVERIFY(content->isDamaged);
    QCOMPARE(content->wholeBytes, good);
    QCOMPARE(content->state.find(1)->head->source, u"first"_s);
    QCOMPARE(content->state.order(), QList<quint64>({1, 2, 3}));
}

void JournalReaderTest::changeThatFitsInPartIsLeftOut()
{
    JournalBytes journal;
    journal.add(CellMovedRecord{0, 2});
    const qsizetype good = journal.bytes.size();
    journal.add(CellInsertedRecord{0, 9}, Continues::Yes);
    journal.add(CellMovedRecord{0, 77});
    const auto content = JournalReader::read(journal.bytes);
    QVERIFY(content->isDamaged);
    QCOMPARE(content->wholeBytes, good);
    QCOMPARE(content->state.order(), QList<quint64>({2, 3, 1}));
}

void JournalReaderTest::lengthsBeyondTheBytesAllocateNothing()
{
    for (const char kind : {char(0), char(1), char(3), char(7), char(8)}) {
        QByteArray record(1, kind);
        RecordWriter writer(record);
        for (int i = 0; i < 8; ++i)
            writer.number(std::numeric_limits<quint64>::max() >> (i * 8 + 1));
        QVERIFY(!JournalRecords::decoded(record));
    }
}

void JournalReaderTest::anythingElseIsNoJournal_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a head alone") << JournalFrame::fileHead(1);
    QTest::newRow("text") << QByteArray("{\"cells\": []}");
    QTest::newRow("zeros") << QByteArray(4096, '\0');
    QTest::newRow("a head and zeros") << JournalFrame::fileHead(1) + QByteArray(4096, '\0');
    JournalBytes journal;
    journal.bytes = JournalFrame::fileHead(JournalBytes::salt);
    journal.add(CellInsertedRecord{0, 1});
    QTest::newRow("no base") << journal.bytes;
}

void JournalReaderTest::anythingElseIsNoJournal()
{
    QFETCH(QByteArray, bytes);
    const auto content = JournalReader::read(bytes);
    QVERIFY(!content);
    QCOMPARE(content.error().kind, ErrorKind::InvalidArgument);
}

QTEST_GUILESS_MAIN(JournalReaderTest)
#include "tst_journalreader.moc"
