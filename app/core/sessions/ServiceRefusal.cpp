#include "sessions/ServiceRefusal.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool holds(const QString &text, QLatin1StringView words)
{
    return text.contains(words, Qt::CaseInsensitive);
}

bool isOneOf(int status, std::initializer_list<int> statuses)
{
    return std::ranges::find(statuses, status) != statuses.end();
}

/// Nothing but the status in other words: an empty body, "Not Found" of a framework, or the name
/// for anything that is not there.
bool namesNothing(const RestError &error)
{
    const bool isGeneralCode = error.code.isEmpty() || error.code == "ResourceNotFound"_L1
        || error.code == "NotFound"_L1 || error.code == "MethodNotAllowed"_L1;
    if (!error.code.isEmpty())
        return isGeneralCode;
    return error.detail.startsWith("HTTP "_L1)
        || error.detail.compare("Not Found"_L1, Qt::CaseInsensitive) == 0
        || error.detail.compare("Method Not Allowed"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace

ServiceRefusal::AboutVersion ServiceRefusal::aboutVersion(const RestError &error)
{
    if (!isOneOf(error.httpStatus, {400, 404, 405, 501}))
        return AboutVersion::No;
    if (holds(error.code, "ApiVersion"_L1) || holds(error.detail, "api-version"_L1)
        || holds(error.detail, "api version"_L1))
        return AboutVersion::Yes;
    const bool mayBe
        = isOneOf(error.httpStatus, {404, 405}) && namesNothing(error) && !isPoolFull(error);
    return mayBe ? AboutVersion::Perhaps : AboutVersion::No;
}

bool ServiceRefusal::isPoolFull(const RestError &error)
{
    if (error.httpStatus == 429)
        return true;
    if (!isOneOf(error.httpStatus, {404, 500}))
        return false;
    // Clients met "Error happened when allocating pod for identifier …"; the documentation speaks
    // of the maximum number of concurrent sessions.
    constexpr std::array words{"allocating pod"_L1, "concurrent session"_L1, "max sessions"_L1,
                               "maximum number of sessions"_L1, "maximum sessions"_L1};
    return holds(error.code, "MaxConcurrent"_L1)
        || std::ranges::any_of(words,
                               [&](QLatin1StringView word) { return holds(error.detail, word); });
}

ServiceRefusal::AboutKind ServiceRefusal::aboutKind(const RestError &error)
{
    if (error.httpStatus != 400)
        return AboutKind::No;
    if (holds(error.detail, "shellCommand"_L1))
        return AboutKind::WantsCommands;
    return holds(error.detail, "`code` field is required"_L1) ? AboutKind::WantsCode
                                                              : AboutKind::No;
}

} // namespace sessionbook
