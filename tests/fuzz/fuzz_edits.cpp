// The bytes choose a small notebook and what is done to it: every kind of step, undo, redo, outputs
// of runs. What is written must be JSON that says what the model says, undoing everything must give
// the file's bytes, redoing everything the bytes from before. Broken promises abort.
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "support/notebook/RandomEditor.h"
#include "support/notebook/WrittenNotebook.h"

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace sessionbook;

namespace {

const std::array<QByteArray, 5> &files()
{
    static const std::array<QByteArray, 5> files{
        R"({"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5})",
        "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 1,\n   "
        "\"id\": \"one\",\n"
        "   \"metadata\": {\n    \"tags\": [\n     \"a\"\n    ]\n   },\n   \"outputs\": [\n    {\n"
        "     \"name\": \"stdout\",\n     \"output_type\": \"stream\",\n     \"text\": [\n      "
        "\"1\\n\"\n     ]\n"
        "    }\n   ],\n   \"source\": [\n    \"x = 1\\n\",\n    \"x\"\n   ]\n  },\n  {\n   "
        "\"attachments\": {},\n"
        "   \"cell_type\": \"markdown\",\n   \"id\": \"two\",\n   \"metadata\": {},\n   "
        "\"source\": \"# T\"\n  }\n ],\n"
        " \"metadata\": {\n  \"language_info\": {\n   \"name\": \"python\"\n  }\n },\n "
        "\"nbformat\": 4,\n"
        " \"nbformat_minor\": 5\n}\n",
        "{\t\"nbformat\": 4,\r\n\t\"metadata\": {\"a\": 1.0, \"a\": 2},\r\n\t\"nbformat_minor\": "
        "2,\r\n"
        "\t\"cells\": [{\"cell_type\": \"code\", \"source\": \"\\u00e9\\ud83d\", \"metadata\": "
        "{\"b\": NaN},"
        " \"outputs\": [{\"output_type\": \"telepathy\"}], \"execution_count\": null, \"future\": "
        "[1]} , 42,\r\n"
        "\t{\"cell_type\": \"diagram\", \"source\": [\"kept\"]}]}",
        R"({"cells":[{"cell_type":"raw","source":["a\n","b"]},{"cell_type":"code"}],"nbformat":4})",
        R"({"nbformat":4,"nbformat_minor":4,"metadata":{}})"};
    return files;
}

void require(bool condition, const QString &what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%s\n", qPrintable(what));
    std::abort();
}

void requireSameSaid(const Notebook &notebook)
{
    const NotebookData data = notebook.snapshot();
    const QString difference = WrittenNotebook::difference(IpynbWriter::write(data), data);
    require(difference.isEmpty(), difference);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const uint8_t *const end = data + size;
    const QByteArray &text = files().at(*data++ % files().size());
    const NotebookData file = IpynbReader::read(text).value();
    Notebook notebook(file);
    RandomEditor editor(
        notebook, [&] { return data < end ? *data++ : 0U; }, RandomEditor::Runs::Yes);
    while (data < end)
        editor.doSomething();
    requireSameSaid(notebook);

    const QByteArray after = IpynbWriter::write(notebook.snapshot());
    const int steps = notebook.undoStack().index();
    notebook.undoStack().setIndex(0);
    requireSameSaid(notebook);
    notebook.undoStack().setIndex(steps);
    require(IpynbWriter::write(notebook.snapshot()) == after, QStringLiteral("redone"));
    notebook.undoStack().setIndex(0);
    for (int i = 0; i < notebook.cellCount(); ++i)
        notebook.setOutputs(notebook.idAt(i), file.cells.at(i).outputs,
                            file.cells.at(i).executionCount);
    const QByteArray undone = IpynbWriter::write(notebook.snapshot());
    require(undone == text, QStringLiteral("undone:\n") + QString::fromUtf8(undone));
    return 0;
}
