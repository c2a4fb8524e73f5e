// What the view costs: first paint of a real notebook, opening and scrolling ten thousand cells.
// Prints `name value unit`.
#include "notebook/files/NotebookFile.h"
#include "support/ui/NotebookDriver.h"
#include "support/ui/TestTheme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

void print(const char *name, double value, const char *unit)
{
    std::printf("%s %.2f %s\n", name, value, unit);
}

double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void paintNow(NotebookView &view)
{
    view.repaint();
    view.viewport()->repaint();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

/// Moves through the page in steps as a wheel does; the times of the frames, sorted.
std::vector<double> scrollFrames(NotebookView &view, int frames, int step)
{
    std::vector<double> times;
    for (int frame = 0; frame < frames; ++frame) {
        QElapsedTimer timer;
        timer.start();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + step);
        paintNow(view);
        times.push_back(milliseconds(timer));
    }
    std::ranges::sort(times);
    return times;
}

void printFrames(const std::vector<double> &times, const QByteArray &prefix)
{
    print((prefix + "_median").constData(), times[times.size() / 2], "ms");
    print((prefix + "_p95").constData(), times[times.size() * 95 / 100], "ms");
    print((prefix + "_max").constData(), times.back(), "ms");
}

NotebookData tenThousandCells()
{
    QStringList sources;
    for (int i = 0; i < 10'000; ++i)
        sources.append(u"for i in range(%1):\n    print(i)  # cell %1\n"_s.arg(i));
    return notebookOfCode(sources);
}

void benchRealNotebook(NotebookView &view)
{
    const auto path = QStringLiteral(SESSIONBOOK_SHARED_DIR)
        + u"/notebooks/handson-ml3__09_unsupervised_learning.ipynb"_s;
    const auto loaded = NotebookFile::load(path);
    if (!loaded) {
        std::fprintf(stderr, "view_bench: the shared notebooks are absent, no view_first_paint\n");
        return;
    }
    Notebook notebook(loaded->data);
    QElapsedTimer timer;
    timer.start();
    view.setNotebook(&notebook);
    paintNow(view);
    print("view_first_paint_286_cells", milliseconds(timer), "ms");
    printFrames(scrollFrames(view, 300, 60), "view_scroll_286_cells");
    view.setNotebook(nullptr);
}

void benchManyCells(NotebookView &view)
{
    Notebook notebook(tenThousandCells());
    QElapsedTimer timer;
    timer.start();
    view.setNotebook(&notebook);
    paintNow(view);
    print("view_open_10000_cells", milliseconds(timer), "ms");
    printFrames(scrollFrames(view, 500, 60), "view_scroll_10000_cells");
    printFrames(scrollFrames(view, 50, 12'000), "view_jump_10000_cells");
    print("view_editors_made", static_cast<double>(view.editorCount()), "editors");
    view.setNotebook(nullptr);
}

void benchTyping(NotebookView &view)
{
    Notebook notebook(tenThousandCells());
    view.setNotebook(&notebook);
    view.setCurrentCell(notebook.idAt(5'000));
    view.enterEditMode();
    NotebookDriver driver(view);
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        QElapsedTimer timer;
        timer.start();
        i % 20 == 19 ? driver.press(Qt::Key_Return) : driver.type(u"x"_s);
        paintNow(view);
        times.push_back(milliseconds(timer));
    }
    std::ranges::sort(times);
    printFrames(times, "view_key_to_paint");
    view.setNotebook(nullptr);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    NotebookView view(testTheme());
    NotebookDriver(view).showActive({1108, 764});
    benchRealNotebook(view);
    benchManyCells(view);
    benchTyping(view);
    return 0;
}
