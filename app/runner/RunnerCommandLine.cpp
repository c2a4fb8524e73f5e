#include "RunnerCommandLine.h"

#include "export/ExportFormat.h"
#include "wording/ErrorText.h"

#include <QCommandLineParser>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// `--upload A B C` means three uploads, as a shell expands `--upload *.csv`; the parser knows one
/// value an option.
QStringList withUploadsSpreadOut(const QStringList &arguments)
{
    QStringList spread;
    bool isUploading = false;
    for (const QString &argument : arguments) {
        const bool isOption = argument.startsWith(u'-') && argument.size() > 1;
        if (isUploading && !isOption)
            spread.append(u"--upload="_s + argument);
        else if (argument != "--upload"_L1)
            spread.append(argument);
        isUploading = argument == "--upload"_L1 || (isUploading && !isOption);
    }
    return spread;
}

/// What was read can be written back whatever its name.
bool isWritable(const QString &output, const QString &input)
{
    return output == input || exportFormatOf(output);
}

/// Nothing where the text is no number of seconds.
std::optional<std::chrono::seconds> secondsOf(const QString &text)
{
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    return isNumber && seconds >= 0 ? std::optional(std::chrono::seconds(seconds)) : std::nullopt;
}

RunnerCommandLine complaint(const QString &text)
{
    return {.action = RunnerCommandLine::Action::Complain, .options = {}, .text = text};
}

RunnerCommandLine shown(const QString &text)
{
    return {.action = RunnerCommandLine::Action::Show, .options = {}, .text = text};
}

struct Options
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::RunnerCommandLine)
public:
    QCommandLineOption output{
        QStringList{u"o"_s, u"output"_s},
        tr("Write the executed notebook to <file> instead of back to the input. How <file> ends "
           "says "
           "as what: .ipynb, .py (a script with the cells marked), .html or .md."),
        tr("file")};
    QCommandLineOption pool{
        u"pool"_s,
        tr("Run in a session of the pool at <URL> instead of on this computer. The token comes "
           "from SESSIONBOOK_POOL_TOKEN, or as Azure's own programs find theirs: from the "
           "environment, a managed identity, the Azure CLI, Azure PowerShell or azd."),
        tr("URL")};
    QCommandLineOption upload{
        u"upload"_s,
        tr("Upload <file…> to /mnt/data of the session first; takes every name up to the next "
           "option."),
        tr("file…")};
    QCommandLineOption timeout{u"timeout"_s, tr("Stop a cell after <seconds>."), tr("seconds")};
    QCommandLineOption wait{
        u"wait"_s,
        tr("Give up after <seconds> in which the pool has no free session; without it, wait until "
           "there is one."),
        tr("seconds")};
    QCommandLineOption allowErrors{
        u"allow-errors"_s, tr("Go on after a cell that raised an exception, and count it as run.")};
    QCommandLineOption noExecute{u"no-execute"_s,
                                 tr("Execute nothing: only read, and write as -o says.")};
    QCommandLineOption help{QStringList{u"h"_s, u"help"_s}, tr("Show this help.")};
    QCommandLineOption version{QStringList{u"v"_s, u"version"_s}, tr("Show the version.")};

    void addTo(QCommandLineParser &parser) const
    {
        parser.setApplicationDescription(tr("Executes the code cells of a notebook in a session "
                                            "and writes the notebook with its outputs.\n\n"
                                            "Exit codes: 0 all cells ran, 1 a cell failed, 2 bad "
                                            "use or unreadable input, 3 the pool failed."));
        parser.addPositionalArgument(u"IN"_s, tr("The notebook to execute: .ipynb or .py."));
        parser.addOptions(
            {output, pool, upload, timeout, wait, allowErrors, noExecute, help, version});
    }
};

} // namespace

RunnerCommandLine RunnerCommandLine::parse(const QStringList &arguments)
{
    const Options known;
    QCommandLineParser parser;
    known.addTo(parser);
    if (!parser.parse(withUploadsSpreadOut(arguments)))
        return complaint(parser.errorText());
    if (parser.isSet(known.help))
        return shown(parser.helpText());
    if (parser.isSet(known.version))
        return shown(u"sessionbook-run " SESSIONBOOK_VERSION "\n"_s);

    const QStringList inputs = parser.positionalArguments();
    if (inputs.isEmpty())
        return complaint(arguments.contains(u"--upload"_s)
                             ? tr("No notebook was given. Name it before --upload.")
                             : tr("No notebook was given."));
    if (inputs.size() > 1)
        return complaint(
            tr("Only one notebook can be run at a time; ‘%1’ is too many.").arg(inputs.at(1)));

    if (parser.isSet(known.output) && !isWritable(parser.value(known.output), inputs.first()))
        return complaint(tr("Cannot tell what to write to ‘%1’. "
                            "Give it a name that ends in .ipynb, .py, .html or .md.")
                             .arg(parser.value(known.output)));

    for (const QCommandLineOption *option : {&known.timeout, &known.wait}) {
        if (parser.isSet(*option) && !secondsOf(parser.value(*option)))
            return complaint(tr("‘%1’ is not a number of seconds.").arg(parser.value(*option)));
    }

    RunnerCommandLine commandLine{.action = Action::Run};
    RunnerOptions &options = commandLine.options;
    options.input = inputs.first();
    options.output = parser.isSet(known.output) ? parser.value(known.output) : options.input;
    options.uploads = parser.values(known.upload);
    options.cellTimeout = secondsOf(parser.value(known.timeout)).value_or(options.cellTimeout);
    options.longestWait = secondsOf(parser.value(known.wait));
    options.allowErrors = parser.isSet(known.allowErrors);
    options.executes = !parser.isSet(known.noExecute);
    if (parser.isSet(known.pool)) {
        const auto endpoint = SessionEndpoint::remote(parser.value(known.pool));
        if (!endpoint)
            return complaint(tr("The address of the pool cannot be used.") + u' '
                             + ErrorText::of(endpoint.error()));
        options.pool = *endpoint;
    }
    return commandLine;
}

} // namespace sessionbook
