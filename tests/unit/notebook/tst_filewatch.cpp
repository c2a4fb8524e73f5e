#include "base/Clock.h"
#include "notebook/files/FileWatch.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What waits is called in the next turn, or when the test says so.
class HandClock final : public Clock
{
public:
    void hold() { m_isHolding = true; }
    void go()
    {
        m_isHolding = false;
        for (const auto &[context, callback] : std::exchange(m_held, {}))
            callAfter({}, context, callback);
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return {}; }
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
    void callAfter(std::chrono::milliseconds, QObject *context,
                   std::function<void()> callback) override
    {
        if (m_isHolding)
            m_held.append({context, std::move(callback)});
        else
            QMetaObject::invokeMethod(context, std::move(callback), Qt::QueuedConnection);
    }

private:
    bool m_isHolding = false;
    QList<std::pair<QObject *, std::function<void()>>> m_held;
};

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray notebookSaying(const QByteArray &text)
{
    return R"({"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, )"
           R"("outputs": [], "source": ")"
        + text + R"("}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})";
}

} // namespace

class FileWatchTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void anotherContentIsTold();
    void aFileThatIsReplacedIsFollowed();
    void aTouchIsNoChange();
    void theSameBytesAreNoChange();
    void ourOwnSaveIsNoChange();
    void nothingIsToldWhileWeSave();
    void aDeletedFileIsToldAndItsReturn();
    void whatIsNoNotebookIsTold();
    void aHalfWrittenFileIsWaitedFor();
    void theSameFindingIsToldOnce();
    void theTargetOfALinkIsWatched();
    void stampsBecomeCertain();
    void anEndedWatchTellsNothing();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"x.ipynb"_s); }
    void start(const QByteArray &content);
    /// All that the watch had to do is done.
    void settle() const;

    HandClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FileWatch> m_watch;
    QList<QString> m_told;
};

void FileWatchTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_told.clear();
}

void FileWatchTest::cleanup()
{
    m_watch.reset();
}

void FileWatchTest::start(const QByteArray &content)
{
    put(path(), content);
    m_watch = std::make_unique<FileWatch>(m_clock);
    connect(m_watch.get(), &FileWatch::changed, this, [this](const LoadedNotebook &loaded) {
        m_told << u"changed "_s + loaded.data.cells.first().source;
    });
    connect(m_watch.get(), &FileWatch::unusable, this, [this](const Error &error) {
        m_told << (error.kind == ErrorKind::NotFound ? u"gone"_s : u"unusable"_s);
    });
    connect(m_watch.get(), &FileWatch::restored, this, [this] { m_told << u"restored"_s; });
    m_watch->watch(path(), {FileFingerprint::of(content)});
    settle();
}

void FileWatchTest::settle() const
{
    // A look takes a turn through another thread; nothing here depends on how long.
    for (int i = 0; i < 10; ++i) {
        m_watch->check();
        QTest::qWait(10);
    }
}

void FileWatchTest::anotherContentIsTold()
{
    start(notebookSaying("old"));
    put(path(), notebookSaying("new"));
    QTRY_COMPARE(m_told, QStringList{u"changed new"_s});
}

void FileWatchTest::aFileThatIsReplacedIsFollowed()
{
    start(notebookSaying("old"));
    for (const char *text : {"first", "second"}) {
        put(path() + u"~"_s, notebookSaying(text));
        QCOMPARE(::rename(QFile::encodeName(path() + u"~"_s).constData(),
                          QFile::encodeName(path()).constData()),
                 0);
        QTRY_COMPARE(m_told, QStringList{u"changed "_s + QString::fromLatin1(text)});
        m_told.clear();
    }
    put(path(), notebookSaying("in place"));
    QTRY_COMPARE(m_told, QStringList{u"changed in place"_s});
}

void FileWatchTest::aTouchIsNoChange()
{
    start(notebookSaying("old"));
    QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path()).constData(), nullptr, 0), 0);
    settle();
    QCOMPARE(m_told, QStringList());
}

void FileWatchTest::theSameBytesAreNoChange()
{
    start(notebookSaying("old"));
    put(path() + u"~"_s, notebookSaying("old"));
    QCOMPARE(::rename(QFile::encodeName(path() + u"~"_s).constData(),
                      QFile::encodeName(path()).constData()),
             0);
    settle();
    QCOMPARE(m_told, QStringList());
}

void FileWatchTest::ourOwnSaveIsNoChange()
{
    start(notebookSaying("old"));
    m_watch->suspend();
    put(path(), notebookSaying("ours"));
    m_watch->watch(path(), {FileFingerprint::of(notebookSaying("ours"))});
    settle();
    QCOMPARE(m_told, QStringList());
}

void FileWatchTest::nothingIsToldWhileWeSave()
{
    start(notebookSaying("old"));
    m_watch->check(); // under way when the save begins
    m_watch->suspend();
    put(path(), notebookSaying("new"));
    settle();
    QCOMPARE(m_told, QStringList());
    m_watch->resume(); // the save failed
    QTRY_COMPARE(m_told, QStringList{u"changed new"_s});
}

void FileWatchTest::aDeletedFileIsToldAndItsReturn()
{
    start(notebookSaying("old"));
    QVERIFY(QFile::remove(path()));
    QTRY_COMPARE(m_told, QStringList{u"gone"_s});
    settle();
    QCOMPARE(m_told.size(), 1);
    put(path(), notebookSaying("old"));
    QTRY_COMPARE(m_told, QStringList({u"gone"_s, u"restored"_s}));
    put(path(), notebookSaying("new"));
    QTRY_COMPARE(m_told.last(), u"changed new"_s);
}

void FileWatchTest::whatIsNoNotebookIsTold()
{
    start(notebookSaying("old"));
    put(path(), "no notebook");
    QTRY_COMPARE(m_told, QStringList{u"unusable"_s});
}

void FileWatchTest::aHalfWrittenFileIsWaitedFor()
{
    start(notebookSaying("old"));
    const QByteArray whole = notebookSaying("new");
    m_clock.hold();
    put(path(), whole.first(40));
    m_watch->check();
    QTest::qWait(100); // long enough for a look that does not wait
    QCOMPARE(m_told, QStringList());
    put(path(), whole);
    m_clock.go();
    QTRY_COMPARE(m_told, QStringList{u"changed new"_s});
}

void FileWatchTest::theSameFindingIsToldOnce()
{
    start(notebookSaying("old"));
    put(path(), notebookSaying("new"));
    QTRY_COMPARE(m_told.size(), 1);
    settle();
    put(path(), notebookSaying("new"));
    settle();
    QCOMPARE(m_told.size(), 1);
    m_watch->setKnown({FileFingerprint::of(notebookSaying("new"))});
    put(path(), notebookSaying("old"));
    QTRY_COMPARE(m_told, QStringList({u"changed new"_s, u"changed old"_s}));
}

void FileWatchTest::theTargetOfALinkIsWatched()
{
    start(notebookSaying("old"));
    QVERIFY(QDir(m_folder->path()).mkpath(u"a/b"_s));
    const QString link = m_folder->filePath(u"a/link.ipynb"_s);
    QVERIFY(QFile::link(path(), link));
    m_watch->watch(link, {FileFingerprint::of(notebookSaying("old"))});
    settle();
    put(path(), notebookSaying("new"));
    QTRY_COMPARE(m_told, QStringList{u"changed new"_s});
}

void FileWatchTest::stampsBecomeCertain()
{
    start(notebookSaying("old"));
    QVERIFY(!m_watch->known().stamp.isCertain); // just written
    QVERIFY(m_watch->known().stamp.inode != 0);
    const timespec past[2] = {{1000, 0}, {1000, 0}}; // not enough: the inode changed just now
    QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path()).constData(), past, 0), 0);
    settle();
    QVERIFY(!m_watch->known().stamp.isCertain);
}

void FileWatchTest::anEndedWatchTellsNothing()
{
    start(notebookSaying("old"));
    m_watch->watch({}, {});
    put(path(), notebookSaying("new"));
    settle();
    QCOMPARE(m_told, QStringList());
}

QTEST_GUILESS_MAIN(FileWatchTest)
#include "tst_filewatch.moc"
