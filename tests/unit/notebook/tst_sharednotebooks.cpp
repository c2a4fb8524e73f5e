#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QDir>
#include <QTest>

using namespace sessionbook;

namespace {

struct ManifestLine
{
    QString file;
    QString format;
    QString schemaValid;
    QString categories;
};

QString sharedPath(const QString &name)
{
    return QStringLiteral(SESSIONBOOK_SHARED_DIR "/") + name;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<ManifestLine> manifest()
{
    QList<ManifestLine> lines;
    const QStringList rows
        = QString::fromUtf8(contentOf(sharedPath(QStringLiteral("MANIFEST.tsv")))).split(u'\n');
    for (const QString &row : rows) {
        const QStringList columns = row.split(u'\t');
        if (columns.size() > 21 && columns.first().endsWith(QLatin1String(".ipynb")))
            lines.append({columns.at(0), columns.at(6), columns.at(18), columns.at(21)});
    }
    return lines;
}

} // namespace

/// Every notebook of the shared folder, which other people wrote.
class SharedNotebooksTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void openAndSaveGivesTheSameBytes_data();
    void openAndSaveGivesTheSameBytes();
    void changingOneCellKeepsTheBytesOfAllOthers_data();
    void changingOneCellKeepsTheBytesOfAllOthers();
    void invalidFilesAreRefused_data();
    void invalidFilesAreRefused();

private:
    QList<ManifestLine> m_manifest;
};

void SharedNotebooksTest::initTestCase()
{
    if (!QDir(sharedPath(QStringLiteral("notebooks"))).exists())
        QSKIP("the shared folder with notebooks is absent");
    m_manifest = manifest();
    QVERIFY(m_manifest.size() > 500);
}

void SharedNotebooksTest::openAndSaveGivesTheSameBytes_data()
{
    QTest::addColumn<QString>("file");
    for (const ManifestLine &line : std::as_const(m_manifest)) {
        if (line.format.startsWith(QLatin1String("4.")))
            QTest::newRow(qPrintable(line.file)) << line.file;
    }
}

void SharedNotebooksTest::openAndSaveGivesTheSameBytes()
{
    QFETCH(const QString, file);
    const QByteArray bytes = contentOf(sharedPath(file));
    const auto data = IpynbReader::read(bytes);
    if (file.contains(QLatin1String("latin1"))) {
        QCOMPARE(data.error().kind, ErrorKind::InvalidJson);
        return;
    }
    QVERIFY2(data.hasValue(), qPrintable(data ? QString() : data.error().detail));
    QCOMPARE(IpynbWriter::write(*data), bytes);
    Notebook notebook(*data);
    QCOMPARE(IpynbWriter::write(notebook.snapshot()), bytes);
}

void SharedNotebooksTest::changingOneCellKeepsTheBytesOfAllOthers_data()
{
    openAndSaveGivesTheSameBytes_data();
}

void SharedNotebooksTest::changingOneCellKeepsTheBytesOfAllOthers()
{
    QFETCH(const QString, file);
    const QByteArray bytes = contentOf(sharedPath(file));
    const auto data = IpynbReader::read(bytes);
    if (!data || data->cells.isEmpty())
        return;
    Notebook notebook(*data);
    const int changed = notebook.cellCount() / 2;
    const QString source = notebook.cellAt(changed).source + QStringLiteral("\n# déjà vu 🙂");
    NotebookEditor(notebook).setSource(notebook.idAt(changed), source);

    const QByteArray written = IpynbWriter::write(notebook.snapshot());
    const auto again = IpynbReader::read(written);
    QVERIFY2(again.hasValue(), qPrintable(again ? QString() : again.error().detail));
    QCOMPARE(again->cells.size(), data->cells.size());
    QCOMPARE(again->style, data->style);
    for (qsizetype i = 0; i < again->cells.size(); ++i) {
        if (i != changed)
            QCOMPARE(again->cells.at(i).originalJson, data->cells.at(i).originalJson);
    }
    const Cell &before = data->cells.at(changed);
    const Cell &after = again->cells.at(changed);
    QCOMPARE(after.source, source);
    QCOMPARE(after.outputs, before.outputs);
    QCOMPARE(after.metadata, before.metadata);
    QCOMPARE(after.otherFields, before.otherFields);
    const qsizetype headSize = data->origin.cellsBegin;
    QCOMPARE(written.first(headSize), bytes.first(headSize));
    QCOMPARE(written.sliced(again->origin.cellsEnd), bytes.sliced(data->origin.cellsEnd));

    notebook.undoStack().undo();
    QCOMPARE(IpynbWriter::write(notebook.snapshot()), bytes);
}

void SharedNotebooksTest::invalidFilesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("reason");
    for (const ManifestLine &line : std::as_const(m_manifest)) {
        if (!line.format.startsWith(QLatin1String("4.")))
            QTest::newRow(qPrintable(line.file)) << line.file << line.format << line.schemaValid;
    }
}

void SharedNotebooksTest::invalidFilesAreRefused()
{
    QFETCH(const QString, file);
    QFETCH(const QString, format);
    QFETCH(const QString, reason);
    const QByteArray bytes = contentOf(sharedPath(file));
    const auto data = IpynbReader::read(bytes);
    if (data && data->upgradedFrom > 0)
        return; // tst_legacyupgrade looks at them
    if (data) {
        // Tools wrote some notebooks of format 4 that do not say so: they open, with that fault
        // listed.
        QVERIFY(data->faults.contains(QStringLiteral("no nbformat; taken as 4")));
        QCOMPARE(IpynbWriter::write(*data), bytes);
        return;
    }
    const Error &error = data.error();
    QVERIFY(!format.startsWith(u'3') && !format.startsWith(u'2'));
    static const QRegularExpression place(QStringLiteral("JSONDecodeError.*line (\\d+) column"));
    const QRegularExpressionMatch match = place.match(reason);
    if (match.hasMatch() && error.kind != ErrorKind::EmptyFile) {
        QCOMPARE(error.kind, ErrorKind::InvalidJson);
        QCOMPARE(error.line.value_or(0), match.captured(1).toInt());
    }
}

QTEST_GUILESS_MAIN(SharedNotebooksTest)
#include "tst_sharednotebooks.moc"
