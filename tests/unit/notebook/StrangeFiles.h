#pragma once

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/json/JsonWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QFile>

#include <random>

// Files as other people and programs leave them, for tests of merging.

namespace sessionbook {

using namespace Qt::StringLiterals;

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline NotebookData dataOf(const QByteArray &text)
{
    return IpynbReader::read(text).value();
}

inline QByteArray written(const Notebook &notebook)
{
    return IpynbWriter::write(notebook.snapshot());
}

/// One cell a text; "id:text" gives the id.
inline QByteArray fileOf(const QStringList &texts, const QByteArray &indent = " ")
{
    NotebookData data;
    data.style.indent = indent;
    for (const QString &text : texts) {
        const qsizetype colon = text.indexOf(u':');
        Cell cell = Cell::code(colon < 0 ? text : text.sliced(colon + 1));
        cell.fileId = colon < 0 ? u"id-"_s + text : text.first(colon);
        data.cells += cell;
    }
    return IpynbWriter::write(data);
}

/// The same file as another program might lay it out.
inline QByteArray relaid(const QByteArray &text, const QByteArray &indent)
{
    QByteArray out;
    JsonWriter(out, FileStyle{.indent = indent}).relay(text);
    return out;
}

/// What somebody else might have made of a file. The same seed does the same.
class Stranger
{
public:
    explicit Stranger(unsigned seed)
        : m_random(seed)
    {
    }

    QByteArray change(const QByteArray &text)
    {
        Notebook notebook(dataOf(text));
        const int changes = below(12);
        for (int i = 0; i < changes; ++i)
            changeSomething(notebook);
        QByteArray changed = written(notebook);
        if (below(3) == 0)
            changed = relaid(changed, QByteArray(below(4), ' '));
        return changed;
    }

private:
    int below(int limit)
    {
        return std::uniform_int_distribution(0, std::max(limit - 1, 0))(m_random);
    }

    void changeSomething(Notebook &notebook)
    {
        NotebookEditor editor(notebook);
        Cell added = Cell::code(u"added = %1\nprint('é')"_s.arg(below(5)));
        added.kind = static_cast<CellKind>(below(3));
        added.outputs = {Output::stream(u"stdout"_s, u"%1"_s.arg(below(9)))};
        if (notebook.cellCount() == 0 || below(8) == 0) {
            editor.insertCells(below(notebook.cellCount() + 1), {added, added});
            return;
        }
        const Cell cell = notebook.cellAt(below(notebook.cellCount()));
        switch (below(8)) {
        case 0:
            return editor.removeCells({cell.id});
        case 1:
            return editor.moveCell(cell.id, below(notebook.cellCount()));
        case 2:
            return editor.setKind(cell.id, static_cast<CellKind>(below(3)));
        case 3:
            return editor.clearOutputs({cell.id});
        case 4:
            return notebook.setOutputs(cell.id, added.outputs, below(100));
        case 5:
            return editor.setFields(
                cell.id, {cell.fileId, R"({"tags":["a"]})", {QByteArray(R"("attachments": {})")}});
        case 6:
            return editor.setNotebookFields({4, below(6), R"({"x": 1.0})", {}});
        default:
            return editor.setSource(cell.id, cell.source + u"\nmore"_s);
        }
    }

    std::mt19937 m_random;
};

} // namespace sessionbook
