// How long opening, changing and saving take: prints `name value unit`, one a line.
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace sessionbook;

namespace {

void print(const char *name, double value, const char *unit)
{
    std::printf("%s %.3f %s\n", name, value, unit);
}

double medianMilliseconds(int rounds, const std::function<void()> &work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void measureFile(const QByteArray &name, const QString &file)
{
    const QByteArray bytes = contentOf(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks/") + file);
    if (bytes.isEmpty()) {
        std::fprintf(stderr, "%s: the shared folder is absent\n", qPrintable(file));
        return;
    }
    print((name + "_open").constData(),
          medianMilliseconds(9, [&bytes] { Notebook notebook(IpynbReader::read(bytes).value()); }),
          "ms");

    Notebook notebook(IpynbReader::read(bytes).value());
    print((name + "_save_unchanged").constData(),
          medianMilliseconds(9, [&notebook] { (void)IpynbWriter::write(notebook.snapshot()); }),
          "ms");
    NotebookEditor(notebook).setSource(notebook.idAt(0), QStringLiteral("changed"));
    print((name + "_save_one_change").constData(),
          medianMilliseconds(9, [&notebook] { (void)IpynbWriter::write(notebook.snapshot()); }),
          "ms");
}

/// Real work at the worst place: the beginning, where everything behind has to move up.
void measureStructure()
{
    constexpr int cells = 10'000;
    NotebookData data;
    for (int i = 0; i < cells; ++i)
        data.cells.append(Cell::code(QStringLiteral("x = %1").arg(i)));
    Notebook notebook(data);
    NotebookEditor editor(notebook);
    print("insert_in_10000",
          medianMilliseconds(
              1001,
              [&editor, &notebook] {
                  const CellId id
                      = editor.insertCells(3, {Cell::code(QStringLiteral("y"))}).first();
                  (void)notebook.indexOf(id);
              }),
          "ms");
    print("move_in_10000",
          medianMilliseconds(
              1001, [&editor, &notebook] { editor.moveCell(notebook.idAt(3), cells - 1); }),
          "ms");
    print(
        "delete_in_10000",
        medianMilliseconds(1001, [&editor, &notebook] { editor.removeCells({notebook.idAt(3)}); }),
        "ms");
    print("type_in_10000",
          medianMilliseconds(1001,
                             [&editor, &notebook] {
                                 editor.setSource(notebook.idAt(3),
                                                  notebook.cellAt(3).source + u'z');
                             }),
          "ms");
}

} // namespace

int main()
{
    measureFile("notebook_4MB", QStringLiteral("handson-ml3__09_unsupervised_learning.ipynb"));
    measureFile("notebook_20MB", QStringLiteral("derived__handson-ml3-merged-20MB.ipynb"));
    measureStructure();
    return 0;
}
