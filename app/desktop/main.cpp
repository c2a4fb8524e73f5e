#include "CommandLine.h"
#include "DesktopContext.h"
#include "Display.h"
#include "Translations.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int badUsage = 2;
constexpr int noDisplay = 3;

void describeProgram()
{
    QCoreApplication::setApplicationName(u"sessionbook"_s);
    QCoreApplication::setApplicationVersion(QLatin1StringView(SESSIONBOOK_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Sessionbook"_s);
    QGuiApplication::setDesktopFileName(u"sessionbook"_s);
}

/// What can be answered without a window, where a QApplication might not even start.
std::optional<int> answerOnTerminal(const CommandLine &commandLine)
{
    if (!commandLine.message.isEmpty()) {
        std::fprintf(commandLine.isError ? stderr : stdout, "%s\n",
                     qPrintable(commandLine.message));
        return commandLine.isError ? badUsage : 0;
    }
    if (hasDisplay())
        return std::nullopt;
    std::fprintf(stderr, "sessionbook: %s\n", qPrintable(displayMissingText()));
    return noDisplay;
}

} // namespace

int main(int argc, char **argv)
{
    describeProgram();
    Translations translations;
    CommandLine commandLine;
    {
        const QCoreApplication application(argc, argv);
        translations.install();
        commandLine = CommandLine::parse(QCoreApplication::arguments());
        if (const auto exitCode = answerOnTerminal(commandLine))
            return *exitCode;
    }
    const QApplication application(argc, argv);
    translations.install();
    DesktopContext context; // registers the icons
    QGuiApplication::setWindowIcon(QIcon(u":/icons/sessionbook.svg"_s));
    context.start(commandLine.files);
    return QApplication::exec();
}
