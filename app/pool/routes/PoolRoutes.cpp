#include "PoolRoutes.h"

#include "PoolFacts.h"
#include "pool/http/ApiGeneration.h"
#include "pool/http/UploadReceiver.h"

#include <QUuid>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// A cell with a large picture in a string literal fits; anything larger belongs in a file.
constexpr qsizetype MaxExecutionBytes = 16 * 1024 * 1024;
/// A form is a little larger than the file in it.
constexpr qint64 FormBytes = 64 * 1024;
/// Where nobody reads the body, some clients send one all the same.
constexpr qint64 UnreadBytes = 64 * 1024;

qint64 maxBodyBytes(RoutePath::Kind kind, const std::string &method)
{
    using Kind = RoutePath::Kind;
    if (method == "POST" && (kind == Kind::Executions || kind == Kind::Mcp))
        return MaxExecutionBytes;
    if (method == "POST" && (kind == Kind::Files || kind == Kind::Upload))
        return FileRoutes::MaxUploadBytes + FormBytes;
    return UnreadBytes;
}

/// A small body in memory; nothing when it is too large, perhaps only after it was unpacked.
std::optional<QByteArray> readBody(const httplib::ContentReader &reader)
{
    QByteArray body;
    const bool complete = reader([&](const char *bytes, size_t count) {
        if (body.size() + qsizetype(count) > MaxExecutionBytes)
            return false;
        body.append(bytes, qsizetype(count));
        return true;
    });
    return complete ? std::optional(body) : std::nullopt;
}

ApiError noSuchResource()
{
    return {404, u"ResourceNotFound"_s, u"This pool has no such resource."_s};
}

ApiError bodyTooLarge()
{
    return {413, u"RequestEntityTooLarge"_s,
            u"The body is larger than %1 MB."_s.arg(MaxExecutionBytes / (1024 * 1024))};
}

} // namespace

PoolRoutes::PoolRoutes(SessionRegistry &registry, BackgroundExecutions &background,
                       RequestGuard guard, PoolType type, const ApiHabits &habits, Secret mcpKey,
                       QDateTime createdAt)
    : m_guard(std::move(guard))
    , m_type(type)
    , m_createdAt(std::move(createdAt))
    , m_habits(habits)
    , m_versions(habits.onlyVersions.isEmpty() ? ApiVersion::supported() : habits.onlyVersions)
    , m_executions(registry, background, type, habits)
    , m_files(registry, habits)
    , m_sessions(registry, habits)
    , m_mcp(registry, type, habits, std::move(mcpKey))
{
}

RequestVerdict PoolRoutes::judge(const httplib::Request &head) const
{
    const RoutePath route = RoutePath::parse(QByteArray::fromStdString(head.method),
                                             QByteArray::fromStdString(head.target));
    if (!m_guard.isAddressedToUs(head) || challenge(head, route))
        return {};
    if (!offers(route) || !route.methods().contains(QByteArray::fromStdString(head.method)))
        return {.isSenderKnown = true, .maxBodyBytes = {}};
    return {.isSenderKnown = true, .maxBodyBytes = maxBodyBytes(route.kind, head.method)};
}

void PoolRoutes::handle(const httplib::Request &request, httplib::Response &response,
                        const httplib::ContentReader *body)
{
    const ApiCall call(request, response);
    if (!admit(call) || !acceptMethod(call) || !acceptVersion(call))
        return;
    if (request.method == "POST" && body != nullptr)
        post(call, *body);
    else if (request.method == "DELETE")
        remove(call);
    else
        get(call);
}

std::optional<QByteArray> PoolRoutes::challenge(const httplib::Request &head,
                                                const RoutePath &route) const
{
    if (route.kind == RoutePath::Kind::Mcp && m_mcp.hasKey(head))
        return {};
    return m_guard.challenge(head);
}

bool PoolRoutes::admit(const ApiCall &call) const
{
    call.setHeader("mise-correlation-id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    if (!m_guard.isAddressedToUs(call.request)) {
        call.refuse(
            {403, u"ForeignOrigin"_s, u"This pool serves programs of this computer only."_s});
        return false;
    }
    const auto unknown = challenge(call.request, call.route);
    if (!unknown)
        return true;
    call.setHeader("WWW-Authenticate", *unknown);
    call.answerEmpty(401);
    return false;
}

bool PoolRoutes::offers(const RoutePath &route) const
{
    return !m_habits.isPlain
        || (route.kind != RoutePath::Kind::CancelExecution
            && route.kind != RoutePath::Kind::RestartSession);
}

bool PoolRoutes::acceptMethod(const ApiCall &call) const
{
    const QByteArrayList methods = offers(call.route) ? call.route.methods() : QByteArrayList();
    if (methods.contains(QByteArray::fromStdString(call.request.method)))
        return true;
    if (methods.isEmpty()) {
        call.refuse(noSuchResource());
        return false;
    }
    call.setHeader("Allow", methods.join(", "));
    call.refuse({405, u"MethodNotAllowed"_s, u"This resource has no such method."_s});
    return false;
}

bool PoolRoutes::acceptVersion(const ApiCall &call) const
{
    call.setHeader("api-supported-versions", m_versions.join(u", "_s).toLatin1());
    const bool keepsToSome = !m_habits.onlyVersions.isEmpty();
    // `python/…` is older than the versions, and its clients name none; MCP has versions of its
    // own.
    if (m_habits.anyVersion || (call.route.shape == RoutePath::Shape::Values && !keepsToSome)
        || call.route.kind == RoutePath::Kind::Mcp)
        return true;
    const auto checked = call.version.check(m_versions);
    if (!checked) {
        call.refuse(checked.error());
        return false;
    }
    const QByteArray method = QByteArray::fromStdString(call.request.method);
    if (!keepsToSome || ApiGeneration(call.version.text()).has(call.route, method))
        return true;
    call.refuse(noSuchResource());
    return false;
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
        return call.answer(200, poolMetadata(m_type, m_createdAt, m_habits));
    default: // acceptMethod() lets no other pass
        break;
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
    case RoutePath::Kind::Mcp:
        return speakMcp(call, reader);
    case RoutePath::Kind::CancelExecution:
        return m_executions.cancel(call);
    case RoutePath::Kind::RestartSession:
        return m_sessions.restart(call);
    case RoutePath::Kind::StopSession:
        return m_sessions.stop(call);
    default: // acceptMethod() lets no other pass
        break;
    }
}

void PoolRoutes::execute(const ApiCall &call, const httplib::ContentReader &reader) const
{
    const auto body = readBody(reader);
    if (!body)
        return call.refuse(bodyTooLarge());
    m_executions.execute(call, *body);
}

void PoolRoutes::speakMcp(const ApiCall &call, const httplib::ContentReader &reader) const
{
    const auto body = readBody(reader);
    if (!body)
        return call.refuse(bodyTooLarge());
    m_mcp.answer(call, *body);
}

void PoolRoutes::remove(const ApiCall &call) const
{
    switch (call.route.kind) {
    case RoutePath::Kind::File:
        return m_files.remove(call);
    case RoutePath::Kind::Session:
        return m_sessions.remove(call);
    default: // acceptMethod() lets no other pass
        break;
    }
}

} // namespace sessionbook
