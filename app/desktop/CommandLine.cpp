#include "CommandLine.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace sessionbook {

CommandLine CommandLine::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "sessionbook::CommandLine", "A notebook whose code runs in isolated sessions."));
    parser.addPositionalArgument(
        u"files"_s, QCoreApplication::translate("sessionbook::CommandLine", "Notebooks to open."),
        u"[files…]"_s);
    const QCommandLineOption help(
        {u"h"_s, u"help"_s},
        QCoreApplication::translate("sessionbook::CommandLine", "Show this text."));
    parser.addOption(help);
    const QCommandLineOption version(
        {u"v"_s, u"version"_s},
        QCoreApplication::translate("sessionbook::CommandLine", "Show the version."));
    parser.addOption(version);
    if (!parser.parse(arguments))
        return {.files = {}, .message = u"sessionbook: "_s + parser.errorText(), .isError = true};
    if (parser.isSet(help))
        return {.files = {}, .message = parser.helpText().trimmed()};
    if (parser.isSet(version))
        return {.files = {},
                .message = u"sessionbook %1"_s.arg(QCoreApplication::applicationVersion())};
    return {.files = parser.positionalArguments()};
}

} // namespace sessionbook
