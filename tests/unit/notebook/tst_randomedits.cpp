#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Does what a person might, in no sensible order. The same seed does the same.
class RandomEditor
{
public:
    RandomEditor(Notebook &notebook, unsigned seed)
        : m_notebook(notebook)
        , m_editor(notebook)
        , m_random(seed)
    {
    }

    void doSomething()
    {
        switch (below(12)) {
        case 0:
            return insert();
        case 1:
            return m_editor.removeCells({anyCell(), anyCell()});
        case 2:
            return m_editor.moveCell(anyCell(), below(m_notebook.cellCount() + 1));
        case 3:
            return m_editor.setKind(anyCell(), static_cast<CellKind>(below(3)));
        case 4:
            (void)m_editor.splitCell(anyCell(), below(20));
            return;
        case 5:
            return merge();
        case 6:
            return m_editor.clearOutputs({anyCell(), anyCell()});
        case 7:
            return undoAndRedo();
        default:
            return edit();
        }
    }

private:
    int below(int limit)
    {
        return std::uniform_int_distribution(0, std::max(limit - 1, 0))(m_random);
    }

    CellId anyCell()
    {
        return m_notebook.cellCount() == 0 ? CellId()
                                           : m_notebook.idAt(below(m_notebook.cellCount()));
    }

    QString anyText()
    {
        static const QStringList texts{u"a"_s,
                                       u" "_s,
                                       u"\n"_s,
                                       u"é"_s,
                                       u"🙂"_s,
                                       u"\"\\"_s,
                                       u"x = 1\ny = 2\n"_s,
                                       QString(QChar(0xd83d)),
                                       u"\r\n\t"_s,
                                       {}};
        return texts.at(below(static_cast<int>(texts.size())));
    }

    void insert()
    {
        Cell cell = Cell::code(anyText());
        cell.kind = static_cast<CellKind>(below(3));
        cell.outputs = {Output::stream(u"stdout"_s, anyText())};
        if (below(3) == 0 && m_notebook.cellCount() > 0)
            cell = *m_notebook.find(anyCell()); // copy and paste
        m_editor.insertCells(below(m_notebook.cellCount() + 1), {cell, Cell::markdown(anyText())});
    }

    void merge()
    {
        const int first = below(m_notebook.cellCount() - 1);
        if (m_notebook.cellCount() > 1)
            m_editor.mergeCells({m_notebook.idAt(first), m_notebook.idAt(first + 1)});
    }

    void edit()
    {
        const Cell *cell = m_notebook.find(anyCell());
        if (!cell)
            return;
        QString source = cell->source;
        const int at = below(static_cast<int>(source.size()) + 1);
        source.replace(at, below(4), anyText());
        m_editor.setSource(cell->id, source);
    }

    void undoAndRedo()
    {
        const int steps = below(5);
        for (int i = 0; i < steps; ++i)
            m_notebook.undoStack().undo();
        for (int i = below(2) * steps; i > 0; --i)
            m_notebook.undoStack().redo();
    }

    Notebook &m_notebook;
    NotebookEditor m_editor;
    std::mt19937 m_random;
};

/// What the written text says must be what the model says.
void compareWithWritten(const Notebook &notebook)
{
    const auto again = IpynbReader::read(IpynbWriter::write(notebook.snapshot()));
    QVERIFY2(again.hasValue(), qPrintable(again ? QString() : again.error().detail));
    QCOMPARE(again->cells.size(), notebook.cellCount());
    for (int i = 0; i < notebook.cellCount(); ++i) {
        QCOMPARE(again->cells.at(i).source, notebook.cellAt(i).source);
        QCOMPARE(again->cells.at(i).kind, notebook.cellAt(i).kind);
        QCOMPARE(again->cells.at(i).outputs.size(), notebook.cellAt(i).outputs.size());
        QCOMPARE(again->cells.at(i).executionCount, notebook.cellAt(i).executionCount);
    }
}

} // namespace

class RandomEditsTest : public QObject
{
    Q_OBJECT
private slots:
    void undoAllAndRedoAllGiveTheSameBytes_data();
    void undoAllAndRedoAllGiveTheSameBytes();
};

void RandomEditsTest::undoAllAndRedoAllGiveTheSameBytes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<unsigned>("seed");
    const QDir folder(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks"));
    unsigned seed = 1;
    for (const QString &name : folder.entryList({u"*.ipynb"_s}, QDir::Files, QDir::Name)) {
        QTest::newRow(qPrintable(name)) << contentOf(folder.filePath(name)) << seed++;
        QTest::newRow(qPrintable(name + u" again"_s)) << contentOf(folder.filePath(name)) << seed++;
    }
    QVERIFY(seed > 1);
}

void RandomEditsTest::undoAllAndRedoAllGiveTheSameBytes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const unsigned, seed);
    Notebook notebook(IpynbReader::read(text).value());
    RandomEditor editor(notebook, seed);
    for (int i = 0; i < 2000; ++i)
        editor.doSomething();
    compareWithWritten(notebook);
    const QByteArray after = IpynbWriter::write(notebook.snapshot());

    while (notebook.undoStack().canUndo())
        notebook.undoStack().undo();
    QCOMPARE(IpynbWriter::write(notebook.snapshot()), text);
    QVERIFY(!notebook.isModified());
    // The last steps may have been undone when the random edits ended, so redo may go further than
    // `after`.
    const int steps = notebook.undoStack().count();
    QByteArray redone = text;
    bool wasThere = false;
    for (int i = 0; i < steps; ++i) {
        notebook.undoStack().redo();
        if (i >= steps - 6)
            wasThere |= IpynbWriter::write(notebook.snapshot()) == after;
    }
    QVERIFY(wasThere);
}

QTEST_GUILESS_MAIN(RandomEditsTest)
#include "tst_randomedits.moc"
