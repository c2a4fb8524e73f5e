// How long opening, changing and saving take: prints `name value unit`, one a line.
#include "bench/notebook/LargeNotebook.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

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

/// From the path of a file to the open document, and the time of each step that nothing can save.
void measureOpening(const char *name, const QString &path, int rounds)
{
    print(name,
          medianMilliseconds(
              rounds, [&path] { const Notebook notebook(NotebookFile::load(path).value().data); }),
          "ms");
}

/// The most memory that a process of its own has when it has opened `path`.
void measurePeak(const QString &path, qint64 fileBytes)
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--open"), path});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return;
    const double peak = process.readAllStandardOutput().trimmed().toDouble() * 1024;
    print("notebook_200MB_peak_memory", peak / 1e6, "MB");
    print("notebook_200MB_peak_by_size", peak / static_cast<double>(fileBytes), "times");
}

/// What a process started by measurePeak() does.
int openAndTellPeak(const QString &path)
{
    const Notebook notebook(NotebookFile::load(path).value().data);
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            std::puts(line.simplified().split(' ').at(1).constData());
    }
    return 0;
}

void measureLarge()
{
    const QByteArray bytes = LargeNotebook::madeFrom(
        QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks/derived__handson-ml3-merged-20MB.ipynb"));
    if (bytes.isEmpty()) {
        std::fprintf(stderr, "200 MB: the shared folder is absent\n");
        return;
    }
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("large.ipynb"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return;
    file.close();
    print("notebook_200MB_size", static_cast<double>(bytes.size()) / 1e6, "MB");
    measureOpening("notebook_200MB_open", path, 5);
    measurePeak(path, bytes.size());

    const auto loaded = NotebookFile::load(path).value();
    Notebook notebook(loaded.data);
    FileState state = loaded.state;
    int round = 0;
    print(
        "notebook_200MB_save_one_change",
        medianMilliseconds(5,
                           [&] {
                               NotebookEditor(notebook).setSource(
                                   notebook.idAt(5000), QStringLiteral("changed %1").arg(++round));
                               state = NotebookFile::save(path, notebook.snapshot(), state).value();
                           }),
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

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--open"))
        return openAndTellPeak(arguments.value(2));
    measureFile("notebook_4MB", QStringLiteral("handson-ml3__09_unsupervised_learning.ipynb"));
    measureFile("notebook_20MB", QStringLiteral("derived__handson-ml3-merged-20MB.ipynb"));
    measureStructure();
    measureLarge();
    return 0;
}
