#include "export/HtmlExport.h"
#include "export/MarkdownExport.h"
#include "notebook/ipynb/IpynbReader.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QString folder()
{
    return QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks");
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a page or a text may be at most for what it was made of.
qint64 bound(qint64 size)
{
    return 200'000 + 12 * size;
}

/// Whether the page's own markup, beyond text and quoted values, has a word of this kind.
bool hasTag(const QByteArray &page, const QByteArray &name)
{
    return page.contains('<' + name + ' ') || page.contains('<' + name + '>');
}

} // namespace

/// Every notebook of the shared folder, which other people wrote.
class SharedExportsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyNotebookIsExported_data();
    void everyNotebookIsExported();
};

void SharedExportsTest::initTestCase()
{
    if (!QDir(folder()).exists())
        QSKIP("the shared folder with notebooks is absent");
}

void SharedExportsTest::everyNotebookIsExported_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : QDir(folder()).entryList({u"*.ipynb"_s}, QDir::Files))
        QTest::newRow(qPrintable(name)) << name;
}

void SharedExportsTest::everyNotebookIsExported()
{
    QFETCH(const QString, name);
    const QByteArray bytes = contentOf(folder() + u'/' + name);
    const auto notebook = IpynbReader::read(bytes);
    if (!notebook)
        return; // what is refused has tests of its own

    QBuffer page;
    page.open(QIODevice::WriteOnly);
    QVERIFY(HtmlExport::write(*notebook, name, page));
    QVERIFY(page.data().endsWith("</html>\n"));
    QVERIFY2(page.size() < bound(bytes.size()), qPrintable(QString::number(page.size())));
    for (const char *tag : {"script", "iframe", "object", "embed", "link", "form", "svg", "math"})
        QVERIFY2(!hasTag(page.data(), tag), tag);
    QVERIFY(!page.data().contains("src=\"http"));

    QBuffer text;
    text.open(QIODevice::WriteOnly);
    QVERIFY(MarkdownExport::write(*notebook, text));
    QVERIFY2(text.size() < bound(bytes.size()), qPrintable(QString::number(text.size())));
}

QTEST_GUILESS_MAIN(SharedExportsTest)
#include "tst_sharedexports.moc"
