#include "export/ExportFile.h"
#include "support/AsOrdinaryUser.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

NotebookData oneCell()
{
    NotebookData notebook;
    notebook.cells = {Cell::code(u"6*7"_s)};
    return notebook;
}

} // namespace

class ExportFileTest : public QObject
{
    Q_OBJECT
private slots:
    void extensionsTellTheFormat_data();
    void extensionsTellTheFormat();
    void everyFormatIsWritten_data();
    void everyFormatIsWritten();
    void failureLeavesTheOldFile_data();
    void failureLeavesTheOldFile();
    void directoryIsRefused();

private:
    QTemporaryDir m_directory;
};

void ExportFileTest::extensionsTellTheFormat_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("format"); // -1: none
    QTest::newRow("ipynb") << u"a.ipynb"_s << int(ExportFormat::Document);
    QTest::newRow("py") << u"/x/a.py"_s << int(ExportFormat::Document);
    QTest::newRow("html") << u"a.b.html"_s << int(ExportFormat::Html);
    QTest::newRow("htm") << u"a.HTM"_s << int(ExportFormat::Html);
    QTest::newRow("md") << u"a.md"_s << int(ExportFormat::Markdown);
    QTest::newRow("markdown") << u"a.Markdown"_s << int(ExportFormat::Markdown);
    QTest::newRow("pdf") << u"a.pdf"_s << -1;
    QTest::newRow("none") << u"html"_s << -1;
    QTest::newRow("folder's") << u"/a.html/b"_s << -1;
}

void ExportFileTest::extensionsTellTheFormat()
{
    QFETCH(const QString, path);
    QFETCH(const int, format);
    const auto known = exportFormatOf(path);
    QCOMPARE(known ? int(*known) : -1, format);
}

void ExportFileTest::everyFormatIsWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("ipynb") << u"a.ipynb"_s << QByteArray("\"6*7\"");
    QTest::newRow("py") << u"a.py"_s << QByteArray("# %%\n6*7\n");
    QTest::newRow("html") << u"a.html"_s << QByteArray("<title>Name</title>");
    QTest::newRow("md") << u"a.md"_s << QByteArray("```python\n6*7\n```\n");
}

void ExportFileTest::everyFormatIsWritten()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, part);
    const QString path = m_directory.filePath(name);
    const auto written = ExportFile::write(path, *exportFormatOf(path), oneCell(), u"Name"_s);
    QVERIFY2(written.hasValue(), qPrintable(written ? QString() : written.error().detail));
    QVERIFY2(contentOf(path).contains(part), contentOf(path).constData());
}

void ExportFileTest::failureLeavesTheOldFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("html") << u"old.html"_s;
    QTest::newRow("md") << u"old.md"_s;
}

void ExportFileTest::failureLeavesTheOldFile()
{
    QFETCH(const QString, name);
    const QString folder = m_directory.filePath(u"closed "_s + name);
    QVERIFY(QDir().mkdir(folder));
    const QString path = folder + u'/' + name;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("old");
    file.close();
    for (const QString &closed : {m_directory.path(), folder})
        QVERIFY(QFile::setPermissions(
            closed, QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));

    Result<void> written;
    {
        const AsOrdinaryUser user;
        if (!user.isOrdinary())
            QSKIP("root may write everywhere");
        written = ExportFile::write(path, *exportFormatOf(path), oneCell(), u"Name"_s);
    }
    for (const QString &closed : {m_directory.path(), folder})
        QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::PermissionDenied);
    QCOMPARE(written.error().path, path);
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList{name});
}

void ExportFileTest::directoryIsRefused()
{
    const QString path = m_directory.filePath(u"folder.html"_s);
    QVERIFY(QDir().mkdir(path));
    const auto written = ExportFile::write(path, ExportFormat::Html, oneCell(), u"Name"_s);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::IsDirectory);
}

QTEST_GUILESS_MAIN(ExportFileTest)
#include "tst_exportfile.moc"
