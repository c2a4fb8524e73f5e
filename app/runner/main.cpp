#include "InterruptSignal.h"
#include "NotebookRunner.h"
#include "RunReport.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// 0 where standard error is not a terminal.
int terminalColumns()
{
    winsize size{};
    if (!::isatty(STDERR_FILENO))
        return 0;
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

int answer(const RunnerCommandLine &commandLine, QTextStream &errors)
{
    if (commandLine.action == RunnerCommandLine::Action::Show) {
        QTextStream(stdout) << commandLine.text << Qt::flush;
        return int(ExitCode::AllRan);
    }
    errors << u"sessionbook-run: "_s << commandLine.text << u'\n'
           << RunnerCommandLine::tr("Try ‘sessionbook-run --help’.") << Qt::endl;
    return int(ExitCode::BadUse);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sessionbook-run"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SESSIONBOOK_VERSION));
    QTranslator translator;
    // English too, for locales without a translation: its file holds the plural forms.
    if (translator.load(QLocale(), u"sessionbook"_s, u"_"_s, u":/i18n"_s)
        || translator.load(u":/i18n/sessionbook_en.qm"_s))
        QCoreApplication::installTranslator(&translator);

    QTextStream errors(stderr);
    const auto commandLine = RunnerCommandLine::parse(QCoreApplication::arguments());
    if (commandLine.action != RunnerCommandLine::Action::Run)
        return answer(commandLine, errors);

    SystemClock clock;
    RunReport report(errors, terminalColumns());
    NotebookRunner runner(commandLine.options, report, clock);
    const InterruptSignal interrupt;
    QObject::connect(&interrupt, &InterruptSignal::received, &runner, &NotebookRunner::interrupt);
    // From the event loop: a run that ends at once would otherwise ask an event loop to end that
    // has not begun.
    QObject::connect(
        &runner, &NotebookRunner::finished, &application,
        [](ExitCode code) { QCoreApplication::exit(int(code)); }, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&runner, &NotebookRunner::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
