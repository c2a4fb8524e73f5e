#include "CommandLine.h"
#include "DesktopContext.h"
#include "Display.h"
#include "Translations.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int badUsage = 2;
constexpr int noDisplay = 3;

int say(FILE *where, const QString &text, int exitCode)
{
    std::fprintf(where, "%s\n", qPrintable(text));
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"sessionbook"_s);
    QCoreApplication::setApplicationVersion(QLatin1StringView(SESSIONBOOK_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Sessionbook"_s);
    QGuiApplication::setDesktopFileName(u"sessionbook"_s);

    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const auto commandLine = sessionbook::CommandLine::parse(arguments);
    if (!commandLine.message.isEmpty() && commandLine.isError)
        return say(stderr, u"sessionbook: "_s + commandLine.message, badUsage);
    if (!commandLine.message.isEmpty())
        return say(stdout, commandLine.message, 0);
    if (!sessionbook::hasDisplay())
        return say(
            stderr,
            u"sessionbook: there is no display to open a window on; sessionbook-run executes notebooks without one"_s,
            noDisplay);

    const QApplication application(argc, argv);
    QGuiApplication::setWindowIcon(QIcon(u":/icons/sessionbook.svg"_s));
    sessionbook::Translations translations;
    translations.install();
    sessionbook::DesktopContext context;
    context.start(commandLine.files);
    return QApplication::exec();
}
