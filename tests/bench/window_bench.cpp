// How long a warm start takes: the bench starts itself as the program would start, and waits for
// what it paints.
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int repetitions = 7;
constexpr int patienceMs = 30000;

/// Says when the notebook is painted: first whatever there is, then the one that was opened.
class PaintWatcher : public QObject
{
public:
    PaintWatcher(MainWindow &window, bool opensFile)
        : m_window(window)
        , m_opensFile(opensFile)
    {
        window.view().viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(this, &PaintWatcher::painted, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

private:
    void painted()
    {
        if (!std::exchange(m_isShown, true))
            say("shown");
        const bool isOpen = m_window.document().notebook().cellCount() > 1;
        if (isOpen)
            say("opened");
        if (isOpen || !m_opensFile)
            QCoreApplication::quit();
    }

    static void say(const char *what)
    {
        std::puts(what);
        std::fflush(stdout);
    }

    MainWindow &m_window;
    bool m_opensFile;
    bool m_isShown = false;
};

int runChild(const QString &file)
{
    TestProgram program(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"));
    MainWindow *window = program.windows.newWindow();
    PaintWatcher watcher(*window, !file.isEmpty());
    if (!file.isEmpty())
        program.windows.open(file, window);
    return QApplication::exec();
}

struct Times
{
    double shown = 0;
    double opened = 0;
};

Times measure(const QString &file)
{
    Times times;
    QElapsedTimer clock;
    QProcess child;
    clock.start();
    child.start(QCoreApplication::applicationFilePath(), {u"child"_s, file});
    while (child.waitForReadyRead(patienceMs)) {
        const double now = double(clock.nsecsElapsed()) / 1e6;
        const QByteArray said = child.readAllStandardOutput();
        if (said.contains("shown"))
            times.shown = now;
        if (said.contains("opened"))
            times.opened = now;
    }
    child.waitForFinished(patienceMs);
    return times;
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "child"_L1)
        return runChild(arguments.value(2));

    QList<double> visible;
    for (int i = 0; i < repetitions; ++i)
        visible << measure({}).shown;
    std::printf("window_visible %.0f ms\n", median(visible));

    const QString file = QStringLiteral(SESSIONBOOK_SHARED_DIR
                                        "/notebooks/handson-ml3__09_unsupervised_learning.ipynb");
    if (!QFileInfo::exists(file))
        return 0;
    QList<double> opened;
    for (int i = 0; i < repetitions; ++i) {
        const Times times = measure(file);
        opened << times.opened - times.shown;
    }
    std::printf("window_opens_286_cells %.0f ms\n", median(opened));
    return 0;
}
