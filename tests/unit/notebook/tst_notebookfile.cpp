#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/files/NotebookFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <csignal>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray smallNotebook
    = "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}";

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

NotebookData notebookSaying(const QString &text)
{
    NotebookData data = NotebookData::empty();
    data.cells.first().source = text;
    return data;
}

/// Lets no file grow beyond a size while it lives: to a program the same as a full disk.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
};

} // namespace

class NotebookFileTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void savesWhatItLoads();
    void whatCannotBeLoadedIsSaid_data();
    void whatCannotBeLoadedIsSaid();
    void aPipeIsRefusedInsteadOfWaitedFor();
    void aDirectoryIsNotOverwritten();
    void aMissingFolderIsAWriteError();
    void unwritableFoldersAndFilesAreSaid();
    void aFullDiskLeavesTheOldFileWhole();
    void followsASymbolicLinkAndKeepsTheMode();
    void leavesNothingElseInTheFolder();
    void aChangeFromOutsideIsNoticedByContent();
    void aFileDeletedMeanwhileIsWrittenAgain();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void NotebookFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void NotebookFileTest::savesWhatItLoads()
{
    put(path(u"a é.ipynb"_s), smallNotebook);
    const auto loaded = NotebookFile::load(path(u"a é.ipynb"_s));
    QVERIFY(loaded);
    QCOMPARE(loaded->state.fingerprint.sizeBytes, smallNotebook.size());
    const auto saved = NotebookFile::save(path(u"b.ipynb"_s), loaded->data);
    QVERIFY(saved);
    QCOMPARE(saved->fingerprint, loaded->state.fingerprint);
    QCOMPARE(contentOf(path(u"b.ipynb"_s)), smallNotebook);
}

void NotebookFileTest::whatCannotBeLoadedIsSaid_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("absent") << u"absent/x.ipynb"_s << QByteArray() << ErrorKind::NotFound;
    QTest::newRow("folder") << u"."_s << QByteArray() << ErrorKind::IsDirectory;
    QTest::newRow("empty") << u"x.ipynb"_s << QByteArray("") << ErrorKind::EmptyFile;
    QTest::newRow("cut") << u"x.ipynb"_s << smallNotebook.chopped(9) << ErrorKind::InvalidJson;
    QTest::newRow("list") << u"x.ipynb"_s << QByteArray("[]") << ErrorKind::NotANotebook;
    QTest::newRow("new") << u"x.ipynb"_s << QByteArray(R"({"nbformat": 5})")
                         << ErrorKind::UnsupportedFormat;
}

void NotebookFileTest::whatCannotBeLoadedIsSaid()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    if (!content.isNull())
        put(path(name), content);
    const auto loaded = NotebookFile::load(path(name));
    QVERIFY(!loaded);
    QTEST(loaded.error().kind, "kind");
    QCOMPARE(loaded.error().path, path(name));
    QVERIFY(!loaded.error().detail.isEmpty());
}

void NotebookFileTest::aPipeIsRefusedInsteadOfWaitedFor()
{
    const QString pipe = path(u"pipe.ipynb"_s);
    QCOMPARE(mkfifo(pipe.toUtf8().constData(), 0600), 0);
    QCOMPARE(NotebookFile::load(pipe).error().kind, ErrorKind::ReadFailed);
    QCOMPARE(NotebookFile::save(pipe, NotebookData::empty()).error().kind, ErrorKind::WriteFailed);
}

void NotebookFileTest::aDirectoryIsNotOverwritten()
{
    QCOMPARE(NotebookFile::save(m_folder->path(), NotebookData::empty()).error().kind,
             ErrorKind::IsDirectory);
}

void NotebookFileTest::aMissingFolderIsAWriteError()
{
    const auto saved = NotebookFile::save(path(u"absent/x.ipynb"_s), NotebookData::empty());
    QCOMPARE(saved.error().kind, ErrorKind::WriteFailed);
    QVERIFY(!saved.error().detail.isEmpty());
}

void NotebookFileTest::unwritableFoldersAndFilesAreSaid()
{
    if (geteuid() == 0)
        QSKIP("root may write everywhere");
    put(path(u"x.ipynb"_s), smallNotebook);
    QFile::setPermissions(path(u"x.ipynb"_s), QFile::ReadOwner);
    QCOMPARE(NotebookFile::save(path(u"x.ipynb"_s), NotebookData::empty()).error().kind,
             ErrorKind::PermissionDenied);
    QFile::setPermissions(path(u"x.ipynb"_s), QFile::Permissions());
    QCOMPARE(NotebookFile::load(path(u"x.ipynb"_s)).error().kind, ErrorKind::PermissionDenied);
    QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner);
    QCOMPARE(NotebookFile::save(path(u"y.ipynb"_s), NotebookData::empty()).error().kind,
             ErrorKind::PermissionDenied);
    QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void NotebookFileTest::aFullDiskLeavesTheOldFileWhole()
{
    put(path(u"x.ipynb"_s), smallNotebook);
    const NotebookData large = notebookSaying(QString(100'000, u'x'));
    {
        const FileSizeLimit limit(4096);
        const auto saved = NotebookFile::save(path(u"x.ipynb"_s), large);
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::DiskFull);
    }
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), smallNotebook);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList{u"x.ipynb"_s});
    QVERIFY(NotebookFile::save(path(u"x.ipynb"_s), large));
}

void NotebookFileTest::followsASymbolicLinkAndKeepsTheMode()
{
    QVERIFY(QDir(m_folder->path()).mkdir(u"target"_s));
    const QString target = path(u"target/real.ipynb"_s);
    put(target, smallNotebook);
    QVERIFY(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    const QFile::Permissions before = QFile::permissions(target);
    QVERIFY(QFile::link(u"target/real.ipynb"_s, path(u"link.ipynb"_s)));

    QVERIFY(NotebookFile::save(path(u"link.ipynb"_s), notebookSaying(u"new"_s)));
    QVERIFY(QFileInfo(path(u"link.ipynb"_s)).isSymLink());
    QVERIFY(contentOf(target).contains("\"new\""));
    QCOMPARE(QFile::permissions(target), before);
}

void NotebookFileTest::leavesNothingElseInTheFolder()
{
    QVERIFY(NotebookFile::save(path(u"x.ipynb"_s), NotebookData::empty()));
    QVERIFY(NotebookFile::save(path(u"x.ipynb"_s), NotebookData::empty()));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList{u"x.ipynb"_s});
}

void NotebookFileTest::aChangeFromOutsideIsNoticedByContent()
{
    const auto first = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"1"_s));
    QVERIFY(first);
    // Written again with the same content: not a change.
    put(path(u"x.ipynb"_s), contentOf(path(u"x.ipynb"_s)));
    const auto second = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"2"_s), *first);
    QVERIFY(second);
    QVERIFY(second->fingerprint != first->fingerprint);

    put(path(u"x.ipynb"_s), smallNotebook);
    const auto third = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"3"_s), *second);
    QVERIFY(!third);
    QCOMPARE(third.error().kind, ErrorKind::ChangedOutside);
    QCOMPARE(contentOf(path(u"x.ipynb"_s)), smallNotebook);
    QVERIFY(NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"3"_s)));
}

void NotebookFileTest::aFileDeletedMeanwhileIsWrittenAgain()
{
    const auto first = NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"1"_s));
    QVERIFY(first);
    QVERIFY(QFile::remove(path(u"x.ipynb"_s)));
    QVERIFY(NotebookFile::save(path(u"x.ipynb"_s), notebookSaying(u"1"_s), *first));
}

Q_DECLARE_METATYPE(sessionbook::ErrorKind)

QTEST_GUILESS_MAIN(NotebookFileTest)
#include "tst_notebookfile.moc"
