// Paints a notebook into a PNG as the program shows it, to be looked at: view_notebook FILE OUT.png
// [light|dark] [W] [H] [CELL] [edit]
#include "notebook/files/NotebookFile.h"
#include "support/ui/NotebookDriver.h"
#include "support/ui/TestTheme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Every state of a run once, so that they can be seen together.
CellDecoration sampleDecoration(int index, bool hasError)
{
    CellDecoration decoration;
    decoration.run.state = hasError
        ? RunState::Failed
        : std::array{RunState::Done,    RunState::Done,   RunState::Idle,
                     RunState::Running, RunState::Queued, RunState::Cancelled}
            [static_cast<size_t>(index) % 6];
    decoration.run.duration = index % 2 == 0 ? 4ms : 140ms;
    decoration.elapsed = 75s;
    return decoration;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const auto argument
        = [&arguments](int index, const QString &usual) { return arguments.value(index, usual); };
    const auto loaded = NotebookFile::load(argument(1, {}));
    if (!loaded)
        qFatal("Cannot read: %s", qPrintable(loaded.error().detail));

    Notebook notebook(loaded->data);
    NotebookView view(testTheme(argument(3, u"light"_s)));
    view.setDecorations([&notebook](CellId id) {
        return sampleDecoration(notebook.indexOf(id), CellRows::holdsError(*notebook.find(id)));
    });
    NotebookDriver driver(view);
    driver.showActive({argument(4, u"1108"_s).toInt(), argument(5, u"764"_s).toInt()});
    QElapsedTimer timer;
    timer.start();
    view.setNotebook(&notebook);
    view.grab();
    qInfo("first paint %lld ms, %lld editors", timer.elapsed(),
          static_cast<long long>(view.editorCount()));
    view.setCurrentCell(
        notebook.idAt(std::min(argument(6, u"0"_s).toInt(), notebook.cellCount() - 1)));
    if (argument(7, {}) == u"edit")
        view.enterEditMode();
    QTest::qWait(600); // pictures are decoded on other threads
    return view.grab().save(argument(2, u"notebook.png"_s)) ? 0 : 1;
}
