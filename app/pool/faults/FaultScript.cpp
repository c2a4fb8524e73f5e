#include "FaultScript.h"

#include "ScriptFields.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Year = 366LL * 24 * 3600;
constexpr qint64 MaxBytesGiven = 1LL << 40;

struct RouteName
{
    QLatin1StringView name;
    RoutePath::Kind kind;
};

constexpr std::array RouteNames{
    RouteName{"executions"_L1, RoutePath::Kind::Executions},
    RouteName{"execution"_L1, RoutePath::Kind::Execution},
    RouteName{"cancel"_L1, RoutePath::Kind::CancelExecution},
    RouteName{"files"_L1, RoutePath::Kind::Files},
    RouteName{"file"_L1, RoutePath::Kind::File},
    RouteName{"content"_L1, RoutePath::Kind::FileContent},
    RouteName{"session"_L1, RoutePath::Kind::Session},
    RouteName{"restart"_L1, RoutePath::Kind::RestartSession},
    RouteName{"stop"_L1, RoutePath::Kind::StopSession},
    RouteName{"listSessions"_L1, RoutePath::Kind::ListSessions},
    RouteName{"metadata"_L1, RoutePath::Kind::Metadata},
};

std::optional<RoutePath::Kind> readRoute(ScriptFields &fields)
{
    QStringList names;
    for (const RouteName &route : RouteNames)
        names.append(route.name);
    const qsizetype index = fields.word("route"_L1, names, -1);
    return index < 0 ? std::nullopt : std::optional(RouteNames.at(size_t(index)).kind);
}

std::optional<QRegularExpression> readPattern(ScriptFields &fields, QLatin1StringView name,
                                              bool whole)
{
    if (!fields.has(name))
        return std::nullopt;
    const QString given = fields.text(name);
    QRegularExpression pattern(whole ? QRegularExpression::anchoredPattern(given) : given);
    if (!pattern.isValid())
        fields.complain(name,
                        u"is no regular expression: %1 at character %2"_s.arg(pattern.errorString())
                            .arg(pattern.patternErrorOffset()));
    return pattern;
}

void readCounts(ScriptFields &fields, FaultMatch &match)
{
    constexpr qint64 Most = 1'000'000'000;
    match.from = fields.integer("from"_L1, 1, Most, 1);
    match.to = fields.integer("to"_L1, 1, Most, Most);
    match.every = fields.integer("every"_L1, 1, Most, 1);
    const qint64 nth = fields.integer("nth"_L1, 1, Most, 1);
    if (!fields.has("nth"_L1))
        return;
    if (fields.has("from"_L1) || fields.has("to"_L1) || fields.has("every"_L1))
        fields.complain("nth"_L1, u"does not go together with from, to and every"_s);
    match.from = match.to = nth;
}

FaultMatch readMatch(ScriptFields &fields)
{
    FaultMatch match;
    const QStringList methods{u"GET"_s, u"POST"_s, u"DELETE"_s};
    match.method = methods.value(fields.word("method"_L1, methods, -1));
    match.route = readRoute(fields);
    match.path = readPattern(fields, "path"_L1, false);
    match.identifier = readPattern(fields, "identifier"_L1, true);
    match.afterSeconds = fields.number("afterSeconds"_L1, 0, double(Year), 0);
    match.probability = fields.number("probability"_L1, 0, 1, 1);
    readCounts(fields, match);
    return match;
}

FaultMoment readMoment(ScriptFields &fields)
{
    return fields.word("when"_L1, {u"before"_s, u"after"_s}, 0) == 0 ? FaultMoment::Before
                                                                     : FaultMoment::After;
}

std::chrono::milliseconds readMilliseconds(ScriptFields &fields, QLatin1StringView name)
{
    return std::chrono::milliseconds(fields.integer(name, 0, Year * 1000, 0));
}

qint64 readBytes(ScriptFields &fields)
{
    return fields.integer("afterBytes"_L1, 0, MaxBytesGiven, 0);
}

FaultAction readRefuse(ScriptFields &fields)
{
    const bool reset = fields.word("how"_L1, {u"close"_s, u"reset"_s}, 0) == 1;
    return RefuseFault{.reset = reset, .moment = readMoment(fields)};
}

FaultAction readDelay(ScriptFields &fields)
{
    if (!fields.has("milliseconds"_L1))
        fields.complain({}, u"needs milliseconds"_s);
    return DelayFault{readMilliseconds(fields, "milliseconds"_L1)};
}

FaultAction readStatus(ScriptFields &fields)
{
    const QStringList shapes{u"error"_s, u"message"_s, u"problem"_s, u"text"_s, u"empty"_s};
    if (!fields.has("status"_L1))
        fields.complain({}, u"needs a status"_s);
    StatusFault fault;
    fault.status = int(fields.integer("status"_L1, 400, 599, 500));
    // A refused token has an empty body (PROTOCOL §2).
    fault.shape = ErrorShape(fields.word("shape"_L1, shapes, fault.status == 401 ? 4 : 0));
    fault.code = fields.text("code"_L1);
    fault.message = fields.text("message"_L1);
    fault.moment = readMoment(fields);
    const qint64 wait = fields.integer("retryAfter"_L1, 0, Year, 0);
    if (fields.has("retryAfter"_L1))
        fault.retryAfterSeconds = int(wait);
    return fault;
}

FaultAction readCut(ScriptFields &fields)
{
    return CutFault{readBytes(fields)};
}

FaultAction readStall(ScriptFields &fields)
{
    StallFault fault{.afterBytes = readBytes(fields)};
    const auto length = readMilliseconds(fields, "milliseconds"_L1);
    if (fields.has("milliseconds"_L1))
        fault.length = length;
    return fault;
}

FaultAction readSlow(ScriptFields &fields)
{
    if (!fields.has("bytesPerSecond"_L1))
        fields.complain({}, u"needs bytesPerSecond"_s);
    return SlowFault{fields.integer("bytesPerSecond"_L1, 1, MaxBytesGiven, 1)};
}

FaultAction readSessionFault(ScriptFields &fields, SessionFault::What what)
{
    SessionFault fault{.what = what};
    fault.after = readMilliseconds(fields, "afterMilliseconds"_L1);
    const qint64 bytes = readBytes(fields);
    if (fields.has("afterBytes"_L1))
        fault.afterBytes = bytes;
    if (fields.has("afterBytes"_L1) && fields.has("afterMilliseconds"_L1))
        fields.complain({}, u"takes afterBytes or afterMilliseconds, not both"_s);
    return fault;
}

FaultAction readAction(ScriptFields &fields)
{
    const QStringList types{u"refuse"_s, u"delay"_s, u"status"_s, u"cut"_s,
                            u"stall"_s,  u"slow"_s,  u"vanish"_s, u"killKernel"_s};
    switch (fields.word("type"_L1, types, -1)) {
    case 0:
        return readRefuse(fields);
    case 1:
        return readDelay(fields);
    case 2:
        return readStatus(fields);
    case 3:
        return readCut(fields);
    case 4:
        return readStall(fields);
    case 5:
        return readSlow(fields);
    case 6:
        return readSessionFault(fields, SessionFault::What::Vanish);
    case 7:
        return readSessionFault(fields, SessionFault::What::KillKernel);
    default:
        fields.complain("type"_L1, u"must be one of "_s + types.join(", "_L1));
        return {};
    }
}

Result<FaultRule> readRule(const QJsonValue &value, const QString &pointer)
{
    ScriptFields fields(value, pointer);
    ScriptFields match(fields.has("match"_L1) ? fields.value("match"_L1)
                                              : QJsonValue(QJsonObject()),
                       pointer + "/match"_L1);
    ScriptFields action(fields.value("action"_L1), pointer + "/action"_L1);
    FaultRule rule{.match = readMatch(match), .action = readAction(action)};
    for (ScriptFields *part : {&match, &action, &fields}) {
        if (const auto error = part->finish())
            return *error;
    }
    return rule;
}

/// The place of a byte, as editors count: from 1.
std::pair<int, int> lineAndColumn(const QByteArray &bytes, qsizetype offset)
{
    const QByteArray before = bytes.first(std::clamp<qsizetype>(offset, 0, bytes.size()));
    return {int(before.count('\n')) + 1, int(before.size() - before.lastIndexOf('\n'))};
}

} // namespace

Result<FaultScript> FaultScript::fromJson(const QByteArray &bytes)
{
    if (bytes.size() > MaxBytes)
        return Error{ErrorKind::TooLarge, u"it is larger than 1 MiB; shorten it."_s};
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        const auto [line, column] = lineAndColumn(bytes, parseError.offset);
        return Error{
            ErrorKind::InvalidJson,
            u"line %1, column %2 is no JSON (%3); mend it there."_s.arg(line).arg(column).arg(
                parseError.errorString()),
            {},
            line,
            column};
    }
    ScriptFields fields(document.isObject() ? QJsonValue(document.object()) : QJsonValue(), {});
    FaultScript script;
    script.seed = quint64(fields.integer("seed"_L1, 0, 1LL << 53, 0));
    script.clock = fields.number("clock"_L1, 0.001, 1e6, 1);
    const QJsonValue rules = fields.value("faults"_L1);
    if (!rules.isArray() || rules.toArray().size() > MaxRules)
        fields.complain("faults"_L1, u"must be a list of at most %1 rules"_s.arg(MaxRules));
    if (const auto error = fields.finish())
        return *error;
    for (const QJsonValue &value : rules.toArray()) {
        auto rule = readRule(value, u"/faults/%1"_s.arg(script.rules.size()));
        if (!rule)
            return rule.error();
        script.rules.append(std::move(*rule));
    }
    return script;
}

Result<FaultScript> FaultScript::read(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::ReadFailed,
                     u"cannot read the fault script %1: %2."_s.arg(fileName, file.errorString())};
    auto script = fromJson(file.read(MaxBytes + 1));
    if (script)
        return script;
    Error error = script.error();
    error.detail = u"in the fault script %1, %2"_s.arg(fileName, error.detail);
    return error;
}

} // namespace sessionbook
