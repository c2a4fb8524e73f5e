#include "notebook/files/FilePlace.h"
#include "notebook/files/InPlaceWriting.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/files/PresentFile.h"
#include "notebook/files/SafetyCopy.h"
#include "notebook/files/StateDirectory.h"
#include "support/AsOrdinaryUser.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QtConcurrent>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// For another thread to come to the lock. Where it is later, a test passes that could have failed.
constexpr int waitForLockMs = 100;

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct stat statusOf(const QString &path)
{
    struct stat status = {};
    ::lstat(QFile::encodeName(path).constData(), &status);
    return status;
}

NotebookData notebookSaying(const QString &text)
{
    NotebookData data = NotebookData::empty();
    data.cells.first().source = text;
    return data;
}

QByteArray attributeOf(const QString &path, const char *name)
{
    QByteArray value(4096, Qt::Uninitialized);
    const ssize_t size = ::getxattr(QFile::encodeName(path).constData(), name, value.data(),
                                    static_cast<size_t>(value.size()));
    return size < 0 ? QByteArray() : value.first(size);
}

QStringList namesIn(const QString &directory)
{
    return QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::System
                                     | QDir::NoDotAndDotDot);
}

QString unfinishedDirectory()
{
    return StateDirectory::path() + u"/unfinished"_s;
}

/// A save of `path` as it is when the program dies in its midst: the old text lies safe, the file
/// begins with what was to be the new one.
void leaveHalfWritten(const QString &path, const QByteArray &torn)
{
    const auto place = FilePlace::find(path);
    const auto present = PresentFile::open(*place);
    QVERIFY(SafetyCopy::make(*place, *present, FileFingerprint::of("what would have come")));
    put(path, torn);
}

} // namespace

class DurableSavingTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void aNewFileHasTheModeOfTheUser();
    void keepsModeAndOwner();
    void aFileOfAnotherOwnerStaysHis();
    void keepsAccessListsAndAttributes();
    void doesNotInheritWhatTheOldFileHadNot();
    void keepsAllNamesOfAFile();
    void followsLinksOverLinks();
    void aDanglingLinkGetsItsFile();
    void linksInACircleAreAnError();
    void writesWhereOnlyTheFileMayBeWritten();
    void doesNotWriteInPlaceWithoutASafetyCopy();
    void readOnlyFileIsAnError();
    void fullDiskKeepsEveryNameOfTheOldFile();
    void fullFileSystemLeavesTheOldFileAndNothingElse();
    void aTouchWhileSavingIsNoChange();
    void aCutOffSaveIsMendedWhenOpened();
    void halfAScriptIsMendedToo();
    void aCutOffSaveIsMendedUnderAnyNameOfTheFile();
    void anotherFileIsNotMendedWithTheCopyOfOneThatIsGone();
    void aFileMendedByOthersIsLeftAlone();
    void anUnfinishedMergeIsLeftAlone();
    void nothingIsMendedWhereWhatIsThereCannotBeKept();
    void aCutOffSafetyCopyIsNotUsed();
    void aSafetyCopyWaitsForTheSaveBeforeIt();
    void aSaveThatChangedTheFileMeanwhileIsNotOverwritten();
    void syncsTheFileBeforeTheNameAndTheNameBeforeTheEnd();
    void leavesNoNameBehindWhenKilled();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void save(const QString &name, const QString &text)
    {
        const auto saved = NotebookFile::save(path(name), notebookSaying(text));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().detail));
        QCOMPARE(saved->fingerprint, FileFingerprint::of(contentOf(path(name))));
        QVERIFY(contentOf(path(name)).contains('"' + text.toUtf8() + '"'));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void DurableSavingTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    QDir(StateDirectory::path()).removeRecursively();
}

void DurableSavingTest::aNewFileHasTheModeOfTheUser()
{
    const mode_t before = ::umask(027);
    save(u"x.ipynb"_s, u"new"_s);
    ::umask(before);
    QCOMPARE(statusOf(path(u"x.ipynb"_s)).st_mode & 07777U, 0640U);
}

void DurableSavingTest::keepsModeAndOwner()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray name = QFile::encodeName(path(u"x.ipynb"_s));
    QCOMPARE(::chmod(name.constData(), 0604), 0);
    if (::getuid() == 0)
        QCOMPARE(::chown(name.constData(), 1234, 2345), 0);
    const auto before = statusOf(path(u"x.ipynb"_s));
    save(u"x.ipynb"_s, u"new"_s);
    const auto after = statusOf(path(u"x.ipynb"_s));
    QCOMPARE(after.st_mode, before.st_mode);
    QCOMPARE(after.st_uid, before.st_uid);
    QCOMPARE(after.st_gid, before.st_gid);
    QVERIFY(after.st_ino != before.st_ino); // it was replaced, not overwritten
}

void DurableSavingTest::aFileOfAnotherOwnerStaysHis()
{
    if (::getuid() != 0)
        QSKIP("only root can make files of others");
    save(u"x.ipynb"_s, u"old"_s);
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0777), 0);
    QCOMPARE(::chmod(QFile::encodeName(path(u"x.ipynb"_s)).constData(), 0666), 0);
    const auto before = statusOf(path(u"x.ipynb"_s));
    qputenv("XDG_STATE_HOME", QFile::encodeName(path(u"state"_s)));
    const auto restore
        = qScopeGuard([home = qgetenv("XDG_STATE_HOME")] { qputenv("XDG_STATE_HOME", home); });
    {
        const AsOrdinaryUser user;
        save(u"x.ipynb"_s, u"new"_s);
    }
    QCOMPARE(statusOf(path(u"x.ipynb"_s)).st_uid, before.st_uid);
    QCOMPARE(statusOf(path(u"x.ipynb"_s)).st_ino, before.st_ino);
    QCOMPARE(namesIn(path(u"state/sessionbook/unfinished"_s)), QStringList());
}

void DurableSavingTest::keepsAccessListsAndAttributes()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray name = QFile::encodeName(path(u"x.ipynb"_s));
    if (::setxattr(name.constData(), "user.origin", "lab 3", 5, 0) != 0)
        QSKIP("no extended attributes here");
    const bool hasLists
        = QProcess::execute(u"setfacl"_s, {u"-m"_s, u"u:1234:rw"_s, path(u"x.ipynb"_s)}) == 0;
    const QByteArray list = attributeOf(path(u"x.ipynb"_s), "system.posix_acl_access");
    QCOMPARE(list.isEmpty(), !hasLists);
    const auto before = statusOf(path(u"x.ipynb"_s));

    save(u"x.ipynb"_s, u"new"_s);
    QCOMPARE(attributeOf(path(u"x.ipynb"_s), "user.origin"), QByteArray("lab 3"));
    QCOMPARE(attributeOf(path(u"x.ipynb"_s), "system.posix_acl_access"), list);
    QCOMPARE(statusOf(path(u"x.ipynb"_s)).st_mode, before.st_mode);
    QVERIFY(statusOf(path(u"x.ipynb"_s)).st_ino != before.st_ino);
}

void DurableSavingTest::doesNotInheritWhatTheOldFileHadNot()
{
    save(u"x.ipynb"_s, u"old"_s);
    if (QProcess::execute(u"setfacl"_s, {u"-d"_s, u"-m"_s, u"u:1234:rw"_s, m_folder->path()}) != 0)
        QSKIP("no access lists here");
    save(u"x.ipynb"_s, u"new"_s);
    QCOMPARE(attributeOf(path(u"x.ipynb"_s), "system.posix_acl_access"), QByteArray());
    save(u"y.ipynb"_s, u"new"_s); // a file that had not been there has what its directory gives
    QVERIFY(!attributeOf(path(u"y.ipynb"_s), "system.posix_acl_access").isEmpty());
}

void DurableSavingTest::keepsAllNamesOfAFile()
{
    save(u"x.ipynb"_s, QString(5000, u'o'));
    QCOMPARE(::link(QFile::encodeName(path(u"x.ipynb"_s)).constData(),
                    QFile::encodeName(path(u"y.ipynb"_s)).constData()),
             0);
    save(u"x.ipynb"_s, u"new"_s);
    QCOMPARE(contentOf(path(u"y.ipynb"_s)), contentOf(path(u"x.ipynb"_s)));
    QCOMPARE(statusOf(path(u"x.ipynb"_s)).st_nlink, nlink_t(2));
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
    QCOMPARE(namesIn(m_folder->path()), QStringList({u"x.ipynb"_s, u"y.ipynb"_s}));
}

void DurableSavingTest::followsLinksOverLinks()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"a/b"_s));
    save(u"a/b/real.ipynb"_s, u"old"_s);
    QVERIFY(QFile::link(u"b/real.ipynb"_s, path(u"a/second.ipynb"_s)));
    QVERIFY(QFile::link(path(u"a/second.ipynb"_s), path(u"first.ipynb"_s)));
    save(u"first.ipynb"_s, u"new"_s);
    QVERIFY(S_ISLNK(statusOf(path(u"first.ipynb"_s)).st_mode));
    QVERIFY(S_ISLNK(statusOf(path(u"a/second.ipynb"_s)).st_mode));
    QVERIFY(contentOf(path(u"a/b/real.ipynb"_s)).contains("new"));
}

void DurableSavingTest::aDanglingLinkGetsItsFile()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"a"_s));
    QVERIFY(QFile::link(u"a/later.ipynb"_s, path(u"x.ipynb"_s)));
    save(u"x.ipynb"_s, u"new"_s);
    QVERIFY(S_ISLNK(statusOf(path(u"x.ipynb"_s)).st_mode));
    QVERIFY(S_ISREG(statusOf(path(u"a/later.ipynb"_s)).st_mode));
}

void DurableSavingTest::linksInACircleAreAnError()
{
    QVERIFY(QFile::link(u"y.ipynb"_s, path(u"x.ipynb"_s)));
    QVERIFY(QFile::link(u"x.ipynb"_s, path(u"y.ipynb"_s)));
    const auto saved = NotebookFile::save(path(u"x.ipynb"_s), NotebookData::empty());
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::WriteFailed);
    QCOMPARE(saved.error().path, path(u"x.ipynb"_s));
}

void DurableSavingTest::writesWhereOnlyTheFileMayBeWritten()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray folder = QFile::encodeName(m_folder->path());
    QVERIFY(QDir(m_folder->path()).mkpath(u"state"_s));
    QCOMPARE(::chmod((folder + "/state").constData(), 0777), 0);
    QCOMPARE(::chmod((folder + "/x.ipynb").constData(), 0666), 0);
    QCOMPARE(::chmod(folder.constData(), 0555), 0);
    const auto restore = qScopeGuard([folder, home = qgetenv("XDG_STATE_HOME")] {
        ::chmod(folder.constData(), 0755);
        qputenv("XDG_STATE_HOME", home);
    });
    qputenv("XDG_STATE_HOME", folder + "/state");
    const AsOrdinaryUser user;
    if (!user.isOrdinary())
        QSKIP("root may write everywhere and cannot step down here");
    save(u"x.ipynb"_s, u"new"_s);
    QCOMPARE(namesIn(path(u"state/sessionbook/unfinished"_s)), QStringList());
    QCOMPARE(NotebookFile::save(path(u"y.ipynb"_s), NotebookData::empty()).error().kind,
             ErrorKind::PermissionDenied);
}

void DurableSavingTest::doesNotWriteInPlaceWithoutASafetyCopy()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(path(u"x.ipynb"_s));
    QCOMPARE(::link(QFile::encodeName(path(u"x.ipynb"_s)).constData(),
                    QFile::encodeName(path(u"y.ipynb"_s)).constData()),
             0);
    put(path(u"file"_s), "no directory");
    const auto restore
        = qScopeGuard([home = qgetenv("XDG_STATE_HOME")] { qputenv("XDG_STATE_HOME", home); });
    qputenv("XDG_STATE_HOME", QFile::encodeName(path(u"file"_s)));
    const auto saved = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"new"_s));
    QVERIFY(!saved);
    QCOMPARE(saved.error().path, path(u"x.ipynb"_s));
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), before);
}

void DurableSavingTest::readOnlyFileIsAnError()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(path(u"x.ipynb"_s));
    QCOMPARE(::chmod(QFile::encodeName(path(u"x.ipynb"_s)).constData(), 0444), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0777), 0);
    const AsOrdinaryUser user;
    if (!user.isOrdinary())
        QSKIP("root may write everywhere and cannot step down here");
    const auto saved = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"new"_s));
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::PermissionDenied);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), before);
}

void DurableSavingTest::fullDiskKeepsEveryNameOfTheOldFile()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(path(u"x.ipynb"_s));
    QCOMPARE(::link(QFile::encodeName(path(u"x.ipynb"_s)).constData(),
                    QFile::encodeName(path(u"y.ipynb"_s)).constData()),
             0);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small = {4096, limit.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto saved
        = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(QString(100'000, u'x')));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::DiskFull);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), before);
    QCOMPARE(contentOf(path(u"y.ipynb"_s)), before);
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
}

void DurableSavingTest::fullFileSystemLeavesTheOldFileAndNothingElse()
{
    const QString place = path(u"small"_s);
    QVERIFY(QDir().mkpath(place));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=64k"_s, u"none"_s, place})
            != 0)
        QSKIP("a small file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, place}); });
    save(u"small/x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(place + u"/x.ipynb"_s);
    const auto big = notebookSaying(QString(200'000, u'x'));
    const auto saved = NotebookFile::save(place + u"/x.ipynb"_s, big);
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::DiskFull);
    QCOMPARE(contentOf(place + u"/x.ipynb"_s), before);
    QCOMPARE(namesIn(place), QStringList{u"x.ipynb"_s});

    QCOMPARE(::link(QFile::encodeName(place + u"/x.ipynb"_s).constData(),
                    QFile::encodeName(place + u"/y.ipynb"_s).constData()),
             0);
    QCOMPARE(NotebookFile::save(place + u"/x.ipynb"_s, big).error().kind, ErrorKind::DiskFull);
    QCOMPARE(contentOf(place + u"/y.ipynb"_s), before);
}

void DurableSavingTest::aTouchWhileSavingIsNoChange()
{
    const auto first = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"old"_s));
    const auto place = FilePlace::find(path(u"x.ipynb"_s));
    auto present = PresentFile::open(*place);
    QVERIFY(present->isStillAt(*place));
    QCOMPARE(::chmod(QFile::encodeName(path(u"x.ipynb"_s)).constData(), 0600), 0);
    QVERIFY(present->holds(*first));
    put(path(u"x.ipynb"_s), "other");
    QVERIFY(!present->isStillAt(*place));
    QVERIFY(!present->holds(*first));
}

void DurableSavingTest::aCutOffSaveIsMendedWhenOpened()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(path(u"x.ipynb"_s));
    const QByteArray torn = before.first(before.size() / 2);
    leaveHalfWritten(path(u"x.ipynb"_s), torn);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cut off.*kept as .*\\.found"_s));
    const auto loaded = NotebookFile::load(path(u"x.ipynb"_s));
    QVERIFY(loaded);
    QCOMPARE(loaded->data.cells.first().source, u"old"_s);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), before);
    const QStringList left = namesIn(unfinishedDirectory());
    QCOMPARE(left.size(), 1);
    QCOMPARE(contentOf(unfinishedDirectory() + u'/' + left.constFirst()), torn);
}

void DurableSavingTest::halfAScriptIsMendedToo()
{
    const QByteArray before = "# %%\nfirst = 1\n\n# %%\nsecond = 2\n";
    put(path(u"x.py"_s), before);
    leaveHalfWritten(path(u"x.py"_s), "# %%\nfirst = 1\n\n#");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cut off"_s));
    const auto loaded = NotebookFile::load(path(u"x.py"_s));
    QVERIFY(loaded);
    QCOMPARE(loaded->data.cells.size(), 2);
    QCOMPARE(contentOf(path(u"x.py"_s)), before);
}

void DurableSavingTest::aCutOffSaveIsMendedUnderAnyNameOfTheFile()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"a"_s));
    QVERIFY(QFile::link(u"a"_s, path(u"linked"_s)));
    for (const bool isHardLink : {true, false}) {
        save(u"a/x.ipynb"_s, u"old"_s);
        const QByteArray before = contentOf(path(u"a/x.ipynb"_s));
        const QString other = isHardLink ? path(u"y.ipynb"_s) : path(u"linked/x.ipynb"_s);
        if (isHardLink)
            QCOMPARE(::link(QFile::encodeName(path(u"a/x.ipynb"_s)).constData(),
                            QFile::encodeName(other).constData()),
                     0);
        leaveHalfWritten(path(u"a/x.ipynb"_s), "{");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cut off"_s));
        QVERIFY(NotebookFile::load(other));
        QCOMPARE(contentOf(path(u"a/x.ipynb"_s)), before);
    }
}

void DurableSavingTest::anotherFileIsNotMendedWithTheCopyOfOneThatIsGone()
{
    save(u"x.ipynb"_s, u"old"_s);
    leaveHalfWritten(path(u"x.ipynb"_s), "{");
    // The same inode, as it may come again when the old one was deleted.
    QVERIFY(QFile::rename(path(u"x.ipynb"_s), path(u"y.ipynb"_s)));
    QCOMPARE(::link(QFile::encodeName(path(u"y.ipynb"_s)).constData(),
                    QFile::encodeName(path(u"z.ipynb"_s)).constData()),
             0);
    QVERIFY(!NotebookFile::load(path(u"y.ipynb"_s)));
    QCOMPARE(contentOf(path(u"y.ipynb"_s)), QByteArray("{"));
}

void DurableSavingTest::aFileMendedByOthersIsLeftAlone()
{
    save(u"x.ipynb"_s, u"old"_s);
    save(u"other.ipynb"_s, u"mended"_s);
    leaveHalfWritten(path(u"x.ipynb"_s), contentOf(path(u"other.ipynb"_s)));
    const auto loaded = NotebookFile::load(path(u"x.ipynb"_s));
    QVERIFY(loaded);
    QCOMPARE(loaded->data.cells.first().source, u"mended"_s);
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
}

void DurableSavingTest::anUnfinishedMergeIsLeftAlone()
{
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray merge = "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> theirs\n}\n";
    leaveHalfWritten(path(u"x.ipynb"_s), merge);
    QVERIFY(!NotebookFile::load(path(u"x.ipynb"_s)));
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), merge);
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
}

void DurableSavingTest::nothingIsMendedWhereWhatIsThereCannotBeKept()
{
    save(u"x.ipynb"_s, u"old"_s);
    leaveHalfWritten(path(u"x.ipynb"_s), "{");
    const QString copy = namesIn(unfinishedDirectory()).constFirst();
    QVERIFY(QDir(unfinishedDirectory()).mkdir(copy + u".found"_s)); // in the way
    QCOMPARE(NotebookFile::load(path(u"x.ipynb"_s)).error().kind, ErrorKind::InvalidJson);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), QByteArray("{"));
    QVERIFY(namesIn(unfinishedDirectory()).contains(copy)); // for better days
}

void DurableSavingTest::aCutOffSafetyCopyIsNotUsed()
{
    save(u"x.ipynb"_s, u"old"_s);
    leaveHalfWritten(path(u"x.ipynb"_s), "{");
    const QString copy = unfinishedDirectory() + u'/' + namesIn(unfinishedDirectory()).constFirst();
    QCOMPARE(::truncate(QFile::encodeName(copy).constData(), QFileInfo(copy).size() - 1), 0);
    QCOMPARE(NotebookFile::load(path(u"x.ipynb"_s)).error().kind, ErrorKind::InvalidJson);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), QByteArray("{"));
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
}

void DurableSavingTest::aSafetyCopyWaitsForTheSaveBeforeIt()
{
    save(u"x.ipynb"_s, u"old"_s);
    const auto place = FilePlace::find(path(u"x.ipynb"_s));
    const auto present = PresentFile::open(*place);
    const auto next = FileFingerprint::of("next");
    auto first = SafetyCopy::make(*place, *present, next);
    auto second = QtConcurrent::run([&] { return SafetyCopy::make(*place, *present, next); });
    QTest::qWait(waitForLockMs);
    put(path(u"x.ipynb"_s), "what the first one wrote");
    first->remove();
    second.waitForFinished();
    const auto copy = second.takeResult();
    QVERIFY(copy);
    QCOMPARE(copy->old(), FileFingerprint::of("what the first one wrote"));
    QVERIFY(copy->isWhole());
    QCOMPARE(namesIn(unfinishedDirectory()).size(), 1);
}

void DurableSavingTest::aSaveThatChangedTheFileMeanwhileIsNotOverwritten()
{
    save(u"x.ipynb"_s, u"old"_s);
    const auto known = NotebookFile::load(path(u"x.ipynb"_s))->state;
    QCOMPARE(::link(QFile::encodeName(path(u"x.ipynb"_s)).constData(),
                    QFile::encodeName(path(u"y.ipynb"_s)).constData()),
             0);
    const auto place = FilePlace::find(path(u"x.ipynb"_s));
    const auto present = PresentFile::open(*place);
    auto other = SafetyCopy::make(*place, *present, FileFingerprint::of("theirs"));
    auto saving = QtConcurrent::run([file = path(u"x.ipynb"_s), known] {
        return NotebookFile::save(file, notebookSaying(u"mine"_s), known);
    });
    QTest::qWait(waitForLockMs);
    put(path(u"x.ipynb"_s), "theirs");
    other->remove();
    const auto saved = saving.result();
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::ChangedOutside);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), QByteArray("theirs"));
    QCOMPARE(namesIn(unfinishedDirectory()), QStringList());
}

void DurableSavingTest::syncsTheFileBeforeTheNameAndTheNameBeforeTheEnd()
{
    const QString runner = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-run");
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty() || !QFileInfo::exists(runner))
        QSKIP("needs strace and sessionbook-run");
    save(u"x.ipynb"_s, u"old"_s);
    QProcess trace;
    trace.start(u"strace"_s,
                {u"-f"_s, u"-y"_s, u"-e"_s, u"trace=fsync,renameat,renameat2,linkat"_s, runner,
                 u"--no-execute"_s, path(u"x.ipynb"_s), u"-o"_s, path(u"y.ipynb"_s)});
    QVERIFY(trace.waitForFinished());
    const QString calls = QString::fromUtf8(trace.readAllStandardError());
    if (!calls.contains(u"exited with 0"_s))
        QSKIP("strace may not trace here");
    const auto file = calls.indexOf(u"fsync("_s);
    const auto name = calls.indexOf(u"renameat"_s, file);
    const auto directory = calls.indexOf(u"fsync("_s, name);
    QVERIFY2(file >= 0 && name > file && directory > name, qPrintable(calls));
    QVERIFY2(calls.sliced(directory).contains(u'<' + m_folder->path() + u'>'), qPrintable(calls));
}

void DurableSavingTest::leavesNoNameBehindWhenKilled()
{
    const FileDescriptor probe(
        ::open(QFile::encodeName(m_folder->path()).constData(), O_TMPFILE | O_RDWR, 0600));
    if (!probe.isOpen())
        QSKIP("this file system has no files without a name");
    save(u"x.ipynb"_s, u"old"_s);
    const QByteArray before = contentOf(path(u"x.ipynb"_s));
    std::signal(SIGXFSZ, SIG_DFL);
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit small = {70'000, 70'000};
        const rlimit none = {0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        ::setrlimit(RLIMIT_FSIZE, &small); // kills in the midst of writing
        (void)NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(QString(3'000'000, u'x')));
        ::_exit(0);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"x.ipynb"_s});
}

QTEST_GUILESS_MAIN(DurableSavingTest)
#include "tst_durablesaving.moc"
