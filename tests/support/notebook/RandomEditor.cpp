#include "support/notebook/RandomEditor.h"

#include "notebook/search/TextSearch.h"
#include "notebook/undo/UndoNames.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int mostCells = 60; // beyond it, cells go rather than come
constexpr qsizetype longestSource = 2000;
const QByteArray picture = R"("attachments": {"image.png": {"image/png": "AAAA"}})";
const QByteArray otherPicture = R"("attachments": {"image.png": {"image/png": "BBBB"}})";

const QStringList &texts()
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
                                   u"\u2028\u0085\v"_s,
                                   QString(QChar(u'\0')),
                                   {}};
    return texts;
}

const QByteArrayList &objects()
{
    static const QByteArrayList objects{
        "{}",
        R"({"tags": ["a", "b"], "collapsed": true})",
        "{\n  \"b\": 1.0, \"a\": [1e20, null, \"\\u00e9\\ud83d\"]\n}",
        R"({"language_info": {"name": "julia"}, "a": {"a": {}}})",
        R"({"a": 1, "a": 2, "": [], "é": "\/"})",
    };
    return objects;
}

} // namespace

RandomEditor::RandomEditor(Notebook &notebook, std::function<unsigned()> choose, Runs runs)
    : m_notebook(notebook)
    , m_editor(notebook)
    , m_choose(std::move(choose))
    , m_runs(runs)
{
}

int RandomEditor::below(int limit)
{
    return limit > 1 ? static_cast<int>(m_choose() % static_cast<unsigned>(limit)) : 0;
}

CellId RandomEditor::anyCell()
{
    const int count = m_notebook.cellCount();
    return count == 0 ? CellId() : m_notebook.idAt(below(count));
}

QString RandomEditor::anyText()
{
    return texts().at(below(static_cast<int>(texts().size())));
}

QByteArray RandomEditor::anyObject()
{
    return objects().at(below(static_cast<int>(objects().size())));
}

void RandomEditor::doSomething()
{
    switch (below(20)) {
    case 0:
        return m_notebook.cellCount() < mostCells ? insertCells()
                                                  : m_editor.removeCells({anyCell(), anyCell()});
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
        return mergeCells();
    case 6:
        return m_editor.clearOutputs({anyCell(), anyCell()});
    case 7:
    case 8:
        return undoAndRedo();
    case 9:
        return changeMetadata();
    case 10:
        return replaceAll();
    case 11:
        return severalAtOnce();
    case 12:
        return run();
    case 13:
    case 14:
        return type();
    case 15:
        return backspace();
    case 16:
        return m_editor.breakTypingMerge();
    default:
        return editText();
    }
}

void RandomEditor::insertCells()
{
    Cell cell = Cell::code(anyText());
    cell.kind = static_cast<CellKind>(below(3));
    cell.metadata = anyObject();
    cell.outputs = {Output::stream(u"stdout"_s, anyText())};
    cell.executionCount = below(3);
    if (cell.kind == CellKind::Markdown)
        cell.otherFields = {ByteSlice(below(2) == 0 ? picture : otherPicture)};
    if (below(3) == 0 && m_notebook.cellCount() > 0)
        cell = *m_notebook.find(anyCell()); // copy and paste
    m_editor.insertCells(below(m_notebook.cellCount() + 1), {cell, Cell::markdown(anyText())});
}

void RandomEditor::mergeCells()
{
    const int first = below(m_notebook.cellCount() - 1);
    if (m_notebook.cellCount() > 1)
        m_editor.mergeCells({m_notebook.idAt(first), m_notebook.idAt(first + 1)});
}

void RandomEditor::editText()
{
    const Cell *cell = m_notebook.find(anyCell());
    if (!cell)
        return;
    QString source = cell->source;
    const int at = below(static_cast<int>(source.size()) + 1);
    if (source.size() > longestSource)
        source.truncate(at);
    else
        source.replace(at, below(4), anyText());
    m_editor.setSource(cell->id, source);
}

/// Some keys, one after the other, with the caret where an editor would have it.
void RandomEditor::type()
{
    const Cell *cell = m_notebook.find(anyCell());
    if (!cell || cell->source.size() > longestSource)
        return;
    const CellId id = cell->id;
    qsizetype at = below(static_cast<int>(cell->source.size()) + 1);
    for (int keys = below(6); keys >= 0; --keys) {
        QString source = m_notebook.find(id)->source;
        source.insert(at, u"ab c\n"[below(5)]);
        m_editor.setSource(id, source, {at, at}, {at + 1, at + 1});
        ++at;
    }
}

void RandomEditor::backspace()
{
    const Cell *cell = m_notebook.find(anyCell());
    if (!cell)
        return;
    const CellId id = cell->id;
    qsizetype at = cell->source.size();
    for (int keys = below(6); keys >= 0 && at > 0; --keys, --at)
        m_editor.setSource(id, m_notebook.find(id)->source.first(at - 1), {at, at},
                           {at - 1, at - 1});
}

void RandomEditor::changeMetadata()
{
    switch (below(3)) {
    case 0:
        (void)m_editor.setCellMetadata(anyCell(), anyObject());
        return;
    case 1:
        return m_editor.setTags(anyCell(), {anyText(), anyText()});
    default:
        (void)m_editor.setNotebookMetadata(anyObject());
    }
}

void RandomEditor::replaceAll()
{
    static const QStringList patterns{u"a"_s, u"\\s+"_s, u"(\\w)(.)"_s, u"🙂|é"_s, u"$"_s};
    const auto pattern
        = TextPattern::compile({.text = patterns.at(below(5)), .isExpression = true}).value();
    QList<SearchedText> sources;
    for (int i = 0; i < m_notebook.cellCount(); ++i)
        sources += {m_notebook.idAt(i), m_notebook.cellAt(i).source};
    const std::atomic<bool> goOn = false;
    const ReplacementText replacement(below(2) == 0 ? u"$2$1"_s : anyText(), true);
    const auto step = m_editor.transaction(QLatin1String(UndoNames::replaceAll));
    for (const CellReplacements &cell :
         TextSearch::replacements(sources, pattern, replacement, goOn).cells)
        m_editor.replaceMatches(cell.cell, cell.deltas);
}

void RandomEditor::severalAtOnce()
{
    if (m_depth > 2)
        return;
    ++m_depth;
    {
        const auto step = m_editor.transaction(u"Several"_s);
        for (int edits = below(4); edits > 0; --edits)
            doSomething();
    }
    --m_depth;
}

void RandomEditor::undoAndRedo()
{
    if (m_depth > 0)
        return; // no step can be undone while it is made
    const int steps = below(5);
    for (int i = 0; i < steps; ++i)
        m_notebook.undoStack().undo();
    for (int i = below(2) * steps; i > 0; --i)
        m_notebook.undoStack().redo();
}

void RandomEditor::run()
{
    if (m_runs == Runs::Yes)
        m_notebook.setOutputs(anyCell(), {Output::stream(u"stdout"_s, anyText())}, below(100));
}

} // namespace sessionbook
