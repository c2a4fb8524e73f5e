// Paints the whole window into a PNG, for eyes: view_window OUT.png THEME NOTEBOOK [FILE TO
// UPLOAD…] Runs all cells first; THEME is a word of the settings file. A drag hovers where OUT ends
// with "-drop.png".
#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "panels/SessionFiles.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int patience = 60000;

void hover(QWidget &window)
{
    QMimeData content;
    content.setUrls({QUrl::fromLocalFile(u"/tmp/data.csv"_s)});
    QDragEnterEvent enter(QPoint(20, 200), Qt::CopyAction, &content, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window, &enter);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    TestProgram program(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"));
    program.theme.setChoice(themeChoiceOf(arguments.at(2)));
    MainWindow &window = program.newWindow();
    window.resize(1360, 860);
    program.windows.open(arguments.at(3), &window);
    window.files().upload(arguments.mid(4));
    const bool ready = QTest::qWaitFor(
        [&] {
            return window.session().status() == SessionController::Status::Ready
                && notebookOf(window).cellCount() > 1;
        },
        patience);
    if (!ready)
        return 1;
    trigger(window, Command::RunAll);
    if (!QTest::qWaitFor([&] { return !window.runs().isBusy(); }, patience))
        return 1;
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    QTest::qWait(500);
    if (arguments.at(1).endsWith(u"-drop.png"_s))
        hover(window);
    return window.grab().save(arguments.at(1)) ? 0 : 1;
}
