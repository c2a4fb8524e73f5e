#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/CheckpointStore.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QDateTime start = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);

/// Text that does not compress.
QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator generator(7);
    for (char &byte : bytes)
        byte = static_cast<char>(generator.bounded(256));
    return bytes;
}

} // namespace

class CheckpointStoreTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void whatWasAddedIsListedAndRead();
    void headsTellWhatChanged();
    void theNewestTwentyStay();
    void theSameVersionIsKeptOnce();
    void aVersionSavedAgainTellsWhatChangedNow();
    void whatWasJustSavedStaysWhateverTheClockSays();
    void theOldestOfAllGoWhereTheLimitIsReached();
    void documentsHaveVersionsOfTheirOwn();
    void linksLeadToTheSameVersions();
    void damagedCheckpointsArePassedOver_data();
    void damagedCheckpointsArePassedOver();
    void zstdUnpacksThem();
    void nobodyElseMayReadThem();
    void whereNothingCanBeKeptItIsSaid();

private:
    [[nodiscard]] QString document(const QString &name = u"a.ipynb"_s) const;
    void add(const QByteArray &text, int minute, const QString &path = {},
             qint64 limit = CheckpointStore::bytesAtMost) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void CheckpointStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_STATE_HOME", m_folder->filePath(u"state"_s).toUtf8());
}

QString CheckpointStoreTest::document(const QString &name) const
{
    QFile file(m_folder->filePath(name));
    if (!file.exists())
        (void)file.open(QIODevice::WriteOnly);
    return file.fileName();
}

void CheckpointStoreTest::add(const QByteArray &text, int minute, const QString &path,
                              qint64 limit) const
{
    CheckpointStore::Version version;
    version.path = path.isEmpty() ? document() : path;
    version.savedAt = start.addSecs(minute * 60);
    version.pieces = {text.first(text.size() / 2), text.sliced(text.size() / 2)};
    QVERIFY(CheckpointStore::add(version, limit));
}

void CheckpointStoreTest::whatWasAddedIsListedAndRead()
{
    add("one", 0);
    add(QByteArray(3'000'000, 'x') + noise(100'000), 1);
    add("", 2);
    const auto list = CheckpointStore::list(document());
    QCOMPARE(list.damaged, 0);
    QCOMPARE(list.checkpoints.size(), 3);
    QCOMPARE(list.checkpoints.at(0).savedAt, start.addSecs(120));
    QCOMPARE(*CheckpointStore::read(list.checkpoints.at(0)), QByteArray());
    QCOMPARE(*CheckpointStore::read(list.checkpoints.at(1)),
             QByteArray(3'000'000, 'x') + noise(100'000));
    QVERIFY(list.checkpoints.at(1).storedBytes < 200'000);
    QCOMPARE(*CheckpointStore::read(list.checkpoints.at(2)), QByteArray("one"));
    QCOMPARE(CheckpointStore::list(document(u"other.ipynb"_s)).checkpoints.size(), 0);
}

void CheckpointStoreTest::headsTellWhatChanged()
{
    CheckpointStore::Version version{document(), start, {QByteArray("x")}, {}};
    version.head.differences = {{CellDifference::Kind::Added, 3, u"import ä"_s, true, false},
                                {CellDifference::Kind::Moved, 4, {}, false, true}};
    QVERIFY(CheckpointStore::add(version));
    version.pieces = {QByteArray("y")};
    version.head = {{}, true};
    version.savedAt = start.addSecs(1);
    QVERIFY(CheckpointStore::add(version));
    const auto list = CheckpointStore::list(document()).checkpoints;
    QVERIFY(list.at(0).isFirst);
    QCOMPARE(list.at(1).differences,
             CellDifferences({{CellDifference::Kind::Added, 3, u"import ä"_s, true, false},
                              {CellDifference::Kind::Moved, 4, {}, false, true}}));
    QVERIFY(!list.at(1).isFirst);
}

void CheckpointStoreTest::theNewestTwentyStay()
{
    for (int i = 0; i < 25; ++i)
        add(QByteArray::number(i), i);
    const auto list = CheckpointStore::list(document()).checkpoints;
    QCOMPARE(list.size(), 20);
    QCOMPARE(*CheckpointStore::read(list.first()), QByteArray("24"));
    QCOMPARE(*CheckpointStore::read(list.last()), QByteArray("5"));
}

void CheckpointStoreTest::theSameVersionIsKeptOnce()
{
    add("one", 0);
    add("two", 1);
    add("one", 2);
    const auto list = CheckpointStore::list(document()).checkpoints;
    QCOMPARE(list.size(), 2);
    QCOMPARE(*CheckpointStore::read(list.first()), QByteArray("one"));
    QCOMPARE(list.first().savedAt, start.addSecs(120));
}

void CheckpointStoreTest::aVersionSavedAgainTellsWhatChangedNow()
{
    CheckpointStore::Version version{document(), start, {QByteArray("one")}, {{}, true}};
    QVERIFY(CheckpointStore::add(version));
    add("two", 1);
    version.savedAt = start.addSecs(120);
    version.head = {{{CellDifference::Kind::Removed, 2, u"x"_s, true, false}}, false};
    QVERIFY(CheckpointStore::add(version));
    const auto list = CheckpointStore::list(document()).checkpoints;
    QCOMPARE(list.size(), 2);
    QVERIFY(!list.first().isFirst);
    QCOMPARE(list.first().differences, version.head.differences);
    QCOMPARE(*CheckpointStore::read(list.first()), QByteArray("one"));
}

void CheckpointStoreTest::whatWasJustSavedStaysWhateverTheClockSays()
{
    for (int i = 1; i <= CheckpointStore::versionsAtMost; ++i)
        add(QByteArray::number(i), i);
    add("set back", 0);
    const auto list = CheckpointStore::list(document()).checkpoints;
    QCOMPARE(list.size(), CheckpointStore::versionsAtMost);
    QCOMPARE(*CheckpointStore::read(list.last()), QByteArray("set back"));
    QCOMPARE(*CheckpointStore::read(list.first()),
             QByteArray::number(CheckpointStore::versionsAtMost));
}

void CheckpointStoreTest::theOldestOfAllGoWhereTheLimitIsReached()
{
    const QString other = document(u"other.ipynb"_s);
    add(noise(10'000), 0, other);
    add(noise(10'001), 1);
    add(noise(10'002), 2, other, 25'000);
    QCOMPARE(CheckpointStore::list(other).checkpoints.size(), 1);
    QCOMPARE(CheckpointStore::list(document()).checkpoints.size(), 1);
    // What was just saved stays, whatever its size.
    add(noise(50'000), 3, {}, 25'000);
    QCOMPARE(CheckpointStore::list(other).checkpoints.size(), 0);
    QCOMPARE(CheckpointStore::list(document()).checkpoints.size(), 1);
    QDirIterator left(StateDirectory::path() + u"/checkpoints"_s, {u"*.zst"_s}, QDir::Files,
                      QDirIterator::Subdirectories);
    left.next();
    QVERIFY(!left.hasNext());
}

void CheckpointStoreTest::documentsHaveVersionsOfTheirOwn()
{
    add("one", 0);
    add("one", 0, document(u"other.ipynb"_s));
    QCOMPARE(CheckpointStore::list(document()).checkpoints.size(), 1);
    QCOMPARE(CheckpointStore::list(document(u"other.ipynb"_s)).checkpoints.size(), 1);
}

void CheckpointStoreTest::linksLeadToTheSameVersions()
{
    add("one", 0);
    const QString link = m_folder->filePath(u"link.ipynb"_s);
    QVERIFY(QFile::link(document(), link));
    QCOMPARE(CheckpointStore::list(link).checkpoints.size(), 1);
}

void CheckpointStoreTest::damagedCheckpointsArePassedOver_data()
{
    QTest::addColumn<int>("begin");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isListed");
    QTest::newRow("mark of the head") << 0 << QByteArray("none") << false;
    QTest::newRow("length of the head") << 4 << QByteArray("\xff\xff\xff\xff") << false;
    QTest::newRow("head") << 8 << QByteArray("\xff\xff") << false;
    QTest::newRow("text") << -6 << QByteArray("damage") << true;
}

void CheckpointStoreTest::damagedCheckpointsArePassedOver()
{
    QFETCH(const int, begin);
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, isListed);
    add(QByteArray(1000, 'x'), 0);
    add("good", 1);
    const Checkpoint old = CheckpointStore::list(document()).checkpoints.last();
    QFile file(old.file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(begin < 0 ? file.size() + begin : begin));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();

    const auto list = CheckpointStore::list(document());
    QCOMPARE(list.checkpoints.size(), isListed ? 2 : 1);
    QCOMPARE(list.damaged, isListed ? 0 : 1);
    QCOMPARE(*CheckpointStore::read(list.checkpoints.first()), QByteArray("good"));
    if (isListed)
        QCOMPARE(CheckpointStore::read(old).error().kind, ErrorKind::ReadFailed);
}

void CheckpointStoreTest::zstdUnpacksThem()
{
    if (QStandardPaths::findExecutable(u"zstd"_s).isEmpty())
        QSKIP("needs zstd");
    add("print('kept')", 0);
    QProcess zstd;
    zstd.start(u"zstd"_s, {u"-dc"_s, CheckpointStore::list(document()).checkpoints.first().file});
    QVERIFY(zstd.waitForFinished());
    QCOMPARE(zstd.readAllStandardOutput(), QByteArray("print('kept')"));
}

void CheckpointStoreTest::nobodyElseMayReadThem()
{
    add("secret", 0);
    const auto permissions = QFile::permissions(StateDirectory::path());
    QVERIFY(!permissions.testAnyFlags(QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther));
}

void CheckpointStoreTest::whereNothingCanBeKeptItIsSaid()
{
    qputenv("XDG_STATE_HOME", document().toUtf8()); // a file
    const auto added = CheckpointStore::add({document(), start, {QByteArray("x")}, {}});
    QVERIFY(!added);
    QCOMPARE(CheckpointStore::list(document()).checkpoints.size(), 0);
}

QTEST_GUILESS_MAIN(CheckpointStoreTest)
#include "tst_checkpointstore.moc"
