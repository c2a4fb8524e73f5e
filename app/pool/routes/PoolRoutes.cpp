#include "PoolRoutes.h"

#include "PoolFacts.h"
#include "pool/http/UploadReceiver.h"

#include <QUuid>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// A cell with a large picture in a string literal fits; anything larger belongs in a file.
constexpr qsizetype MaxBodyBytes = 16 * 1024 * 1024;

/// A small body in memory; nothing when it is too large.
std::optional<QByteArray> readBody(const httplib::ContentReader &reader)
{
    QByteArray body;
    bool tooLarge = false;
    const bool complete = reader([&](const char *bytes, size_t count) {
        tooLarge = tooLarge || body.size() + qsizetype(count) > MaxBodyBytes;
        if (!tooLarge)
            body.append(bytes, qsizetype(count));
        return true;
    });
    return complete && !tooLarge ? std::optional(body) : std::nullopt;
}

} // namespace

PoolRoutes::PoolRoutes(SessionRegistry &registry, BackgroundExecutions &background,
                       RequestGuard guard, const ApiHabits &habits, QDateTime createdAt)
    : m_guard(std::move(guard))
    , m_createdAt(std::move(createdAt))
    , m_anyVersion(habits.anyVersion)
    , m_executions(registry, background, habits.longestExecution, habits.executeStatus)
    , m_files(registry)
    , m_sessions(registry)
{
}

void PoolRoutes::handle(const httplib::Request &request, httplib::Response &response,
                        const httplib::ContentReader *body)
{
    const ApiCall call(request, response);
    const bool isPost = request.method == "POST" && body != nullptr;
    if (!isPost && body != nullptr && request.has_header("Content-Length"))
        discardBody(request, *body);
    if (!admit(call) || !acceptVersion(call)) {
        if (isPost)
            discardBody(request, *body);
    } else if (isPost) {
        post(call, *body);
    } else if (request.method == "DELETE") {
        remove(call);
    } else {
        get(call);
    }
}

bool PoolRoutes::admit(const ApiCall &call) const
{
    call.setHeader("mise-correlation-id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    if (!m_guard.isAddressedToUs(call.request)) {
        call.refuse(
            {403, u"ForeignOrigin"_s, u"This pool serves programs of this computer only."_s});
        return false;
    }
    const auto challenge = m_guard.challenge(call.request);
    if (!challenge)
        return true;
    call.setHeader("WWW-Authenticate", *challenge);
    call.answerEmpty(401);
    return false;
}

bool PoolRoutes::acceptVersion(const ApiCall &call) const
{
    using Kind = RoutePath::Kind;
    call.setHeader("api-supported-versions", ApiVersion::supportedList());
    // What does not exist is better told than its version. `python/…` is older than the versions,
    // and its clients name none.
    const bool hasVersion
        = call.route.kind != Kind::Unknown && call.route.shape != RoutePath::Shape::Values;
    if (m_anyVersion || !hasVersion)
        return true;
    const auto checked = call.version.check();
    if (!checked)
        call.refuse(checked.error());
    return checked.hasValue();
}

void PoolRoutes::get(const ApiCall &call) const
{
    switch (call.route.kind) {
    case RoutePath::Kind::Execution:
        return m_executions.show(call);
    case RoutePath::Kind::Files:
        return m_files.list(call);
    case RoutePath::Kind::File:
        return m_files.show(call);
    case RoutePath::Kind::FileContent:
        return m_files.download(call);
    case RoutePath::Kind::Session:
        return m_sessions.show(call);
    case RoutePath::Kind::ListSessions:
        return m_sessions.list(call);
    case RoutePath::Kind::Metadata:
        return call.answer(200, poolMetadata(m_createdAt));
    default:
        return refuseUnknown(call);
    }
}

void PoolRoutes::post(const ApiCall &call, const httplib::ContentReader &reader) const
{
    switch (call.route.kind) {
    case RoutePath::Kind::Files:
    case RoutePath::Kind::Upload:
        return m_files.upload(call, reader);
    case RoutePath::Kind::Executions:
        return execute(call, reader);
    case RoutePath::Kind::CancelExecution:
        discardBody(call.request, reader);
        return m_executions.cancel(call);
    case RoutePath::Kind::RestartSession:
        discardBody(call.request, reader);
        return m_sessions.restart(call);
    case RoutePath::Kind::StopSession:
        discardBody(call.request, reader);
        return m_sessions.stop(call);
    default:
        discardBody(call.request, reader);
        return refuseUnknown(call);
    }
}

void PoolRoutes::execute(const ApiCall &call, const httplib::ContentReader &reader) const
{
    const auto body = readBody(reader);
    if (!body)
        return call.refuse(
            {413, u"RequestEntityTooLarge"_s,
             u"The body is cut off or larger than %1 MB."_s.arg(MaxBodyBytes / (1024 * 1024))});
    m_executions.execute(call, *body);
}

void PoolRoutes::remove(const ApiCall &call) const
{
    switch (call.route.kind) {
    case RoutePath::Kind::File:
        return m_files.remove(call);
    case RoutePath::Kind::Session:
        return m_sessions.remove(call);
    default:
        return refuseUnknown(call);
    }
}

void PoolRoutes::refuseUnknown(const ApiCall &call)
{
    call.refuse({404, u"ResourceNotFound"_s, u"This pool has no such resource or method."_s});
}

} // namespace sessionbook
