#include "PoolOptions.h"

#include "pool/http/ApiVersion.h"

#include <QCommandLineParser>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A local session pool: runs Python or commands in sandboxes, behind the REST API of Azure "
        u"Container "
        u"Apps "
        "dynamic sessions.\n"
        "Prints one line of JSON with endpoint, token and pid, and ends when its standard input closes."_s);
    DoorOptions::describe(parser);
    parser.addOptions({
        {u"port"_s, u"Port to listen on; 0, the default, takes a free one."_s, u"number"_s, u"0"_s},
        {u"type"_s,
         u"What sessions run: python, the default, cells of code; shell, commands, each in a new "
         u"bash."_s,
         u"python|shell"_s, u"python"_s},
        {u"ready"_s, u"Kernels kept started ahead of need (default 1)."_s, u"count"_s, u"1"_s},
        {u"detach"_s, u"Keep running when standard input closes."_s},
        {u"max-sessions"_s,
         u"Sessions that there may be at the same time; 0, the default, sets no limit."_s,
         u"count"_s, u"0"_s},
        {u"full-status"_s,
         u"HTTP status of a request that would need one session more: 429, the default, as "
         u"clients met it, or 404, as the service's documentation says."_s,
         u"status"_s, u"429"_s},
        {u"cooldown"_s, u"End sessions left alone for so long; 0, the default, keeps them."_s,
         u"seconds"_s, u"0"_s},
        {u"lifetime"_s,
         u"End sessions of this age, also those that run something; 0, the default, keeps them."_s,
         u"seconds"_s, u"0"_s},
        {u"max-execution-seconds"_s,
         u"Longest time an execution may take; 0, the default, sets no limit."_s, u"seconds"_s,
         u"0"_s},
        {u"loose"_s, u"Accept requests with any api-version, or none."_s},
        {u"only-version"_s,
         u"Know this api-version only, with its own paths and fields; may be given several times."_s,
         u"version"_s},
        {u"plain"_s,
         u"Offer nothing that the service is not known to have: no streams, no cancel, no restart, "
         "no fields and reasons of our own, no byte ranges. The bounds of time and number stay "
         "those of the other options."_s},
        {u"execute-status"_s,
         u"HTTP status of a finished POST executions: 202, the default, as the service was "
         u"recorded to "
         "answer, or 200, as its description says."_s,
         u"status"_s, u"202"_s},
        {u"memory"_s,
         u"Memory of a session; a quarter of the computer's and at least 4096 by default."_s,
         u"MiB"_s},
        {u"data-quota"_s,
         u"What the files of a session may take of the disk; a session that takes more is ended. "
         "4096 by default."_s,
         u"MiB"_s},
        {u"max-processes"_s,
         u"Processes and threads that each Python of a session may run; 256 by default."_s,
         u"count"_s},
        {u"egress"_s,
         u"Whether sessions reach the network, but for this computer's loopback: on, which needs "
         "slirp4netns, or off, the default."_s,
         u"on|off"_s, u"off"_s},
        {u"faults"_s,
         u"Make the faults happen that this script describes: for tests of clients; see "
         "docs/faults.md."_s,
         u"file"_s},
        {u"help"_s, u"Show this help."_s},
        {u"version"_s, u"Show the version."_s},
    });
}

Result<qint64> number(const QCommandLineParser &parser, const QString &name, qint64 least,
                      qint64 most)
{
    bool isNumber = false;
    const qint64 value = parser.value(name).toLongLong(&isNumber);
    if (!isNumber || value < least || value > most)
        return Error{ErrorKind::InvalidArgument,
                     u"--%1 takes a whole number from %2 to %3, not '%4'."_s.arg(name)
                         .arg(least)
                         .arg(most)
                         .arg(parser.value(name))};
    return value;
}

Result<void> readNumbers(const QCommandLineParser &parser, PoolOptions &options)
{
    constexpr qint64 Year = 366LL * 24 * 3600;
    const auto port = number(parser, u"port"_s, 0, 65535);
    const auto ready = number(parser, u"ready"_s, 0, 64);
    const auto most = number(parser, u"max-sessions"_s, 0, 100'000);
    const auto cooldown = number(parser, u"cooldown"_s, 0, Year);
    const auto lifetime = number(parser, u"lifetime"_s, 0, Year);
    const auto longest = number(parser, u"max-execution-seconds"_s, 0, Year);
    for (const auto *value : {&port, &ready, &most, &cooldown, &lifetime, &longest}) {
        if (!*value)
            return value->error();
    }
    options.port = int(*port);
    options.ready = int(*ready);
    options.sessions.most = *most;
    options.sessions.cooldown = std::chrono::seconds(*cooldown);
    options.sessions.lifetime = std::chrono::seconds(*lifetime);
    options.habits.longestExecution = std::chrono::seconds(*longest);
    return {};
}

/// Leaves `value` as it is when the option is not given.
Result<void> readLimit(const QCommandLineParser &parser, const QString &name, qint64 least,
                       qint64 most, qint64 unit, qint64 &value)
{
    if (!parser.isSet(name))
        return {};
    const auto given = number(parser, name, least, most);
    if (!given)
        return given.error();
    value = *given * unit;
    return {};
}

Result<void> readLimits(const QCommandLineParser &parser, SandboxLimits &limits)
{
    constexpr qint64 MiB = 1024 * 1024;
    if (auto r = readLimit(parser, u"memory"_s, 512, MiB, MiB, limits.memoryBytes); !r)
        return r;
    if (auto r = readLimit(parser, u"data-quota"_s, 1, MiB, MiB, limits.dataBytes); !r)
        return r;
    return readLimit(parser, u"max-processes"_s, 32, 30000, 1, limits.processes);
}

/// One of two statuses that sources disagree about.
Result<void> readStatus(const QCommandLineParser &parser, const QString &name, int first,
                        int second, int &status)
{
    const QString value = parser.value(name);
    if (value != QString::number(first) && value != QString::number(second))
        return Error{
            ErrorKind::InvalidArgument,
            u"--%1 takes %2 or %3, not '%4'."_s.arg(name).arg(first).arg(second).arg(value)};
    status = value.toInt();
    return {};
}

Result<void> readVersions(const QCommandLineParser &parser, ApiHabits &habits)
{
    habits.anyVersion = parser.isSet(u"loose"_s);
    habits.onlyVersions = parser.values(u"only-version"_s);
    if (habits.anyVersion && !habits.onlyVersions.isEmpty())
        return Error{ErrorKind::InvalidArgument,
                     u"--loose and --only-version exclude each other."_s};
    for (const QString &version : std::as_const(habits.onlyVersions)) {
        if (!ApiVersion::supported().contains(version))
            return Error{ErrorKind::InvalidArgument,
                         u"--only-version takes one of %1, not '%2'."_s.arg(
                             ApiVersion::supported().join(u", "_s), version)};
    }
    return {};
}

Result<void> readType(const QCommandLineParser &parser, PoolOptions &options)
{
    const QString value = parser.value(u"type"_s);
    if (value != "python"_L1 && value != "shell"_L1)
        return Error{ErrorKind::InvalidArgument,
                     u"--type takes python or shell, not '%1'."_s.arg(value)};
    options.type = value == "shell"_L1 ? PoolType::Shell : PoolType::Python;
    return {};
}

Result<void> readStatuses(const QCommandLineParser &parser, PoolOptions &options)
{
    if (auto r = readStatus(parser, u"execute-status"_s, 202, 200, options.habits.executeStatus);
        !r)
        return r;
    return readStatus(parser, u"full-status"_s, 429, 404, options.sessions.fullStatus);
}

Result<void> readEgress(const QCommandLineParser &parser, Egress &egress)
{
    const QString value = parser.value(u"egress"_s);
    if (value != "on"_L1 && value != "off"_L1)
        return Error{ErrorKind::InvalidArgument,
                     u"--egress takes on or off, not '%1'."_s.arg(value)};
    egress = value == "on"_L1 ? Egress::On : Egress::Off;
    return {};
}

} // namespace

Result<PoolOptions> PoolOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return Error{ErrorKind::InvalidArgument, parser.errorText()};
    PoolOptions options;
    options.detach = parser.isSet(u"detach"_s);
    options.faultsFile = parser.value(u"faults"_s);
    options.showHelp = parser.isSet(u"help"_s);
    options.showVersion = parser.isSet(u"version"_s);
    options.habits.isPlain = parser.isSet(u"plain"_s);
    if (const auto read = readNumbers(parser, options); !read)
        return read.error();
    if (const auto read = readLimits(parser, options.limits); !read)
        return read.error();
    if (const auto read = readStatuses(parser, options); !read)
        return read.error();
    if (const auto read = readEgress(parser, options.egress); !read)
        return read.error();
    if (const auto read = readType(parser, options); !read)
        return read.error();
    if (const auto read = readVersions(parser, options.habits); !read)
        return read.error();
    const auto doors = DoorOptions::read(parser);
    if (!doors)
        return doors.error();
    options.doors = *doors;
    const auto token = readToken(parser);
    if (!token)
        return token.error();
    options.token = *token;
    return options;
}

QString PoolOptions::helpText()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText();
}

} // namespace sessionbook
