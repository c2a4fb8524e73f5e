#include "ApiGeneration.h"

#include "ApiVersion.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

using Kind = RoutePath::Kind;
using Shape = RoutePath::Shape;

constexpr std::array commandFields{"shellCommand"_L1, "execCommandAndArgs"_L1};
constexpr std::array newestFields{"outputStreamsMaxLength"_L1, "useEmptyKernel"_L1,
                                  "returnJupyterFormatExecutionResult"_L1, "stdin"_L1};

/// `files` and `files/{name}` are in every generation, each but for what is sent to them.
bool isWrappedResource(const RoutePath &route, const QByteArray &method)
{
    switch (route.kind) {
    case Kind::Files:
        return method != "POST";
    case Kind::File:
        return true;
    case Kind::Executions:
    case Kind::Upload:
    case Kind::FileContent:
        return route.shape == Shape::Wrapped;
    default:
        return false;
    }
}

} // namespace

ApiGeneration::ApiGeneration(const QString &version)
    : m_age(ApiVersion(version).isWrapped()                                       ? Age::Wrapped
                : version.startsWith("2024-10-02"_L1)                             ? Age::Flat
                : version.compare(ApiVersion::latest(), Qt::CaseInsensitive) == 0 ? Age::Newest
                                                                                  : Age::Sessions)
{
}

bool ApiGeneration::has(const RoutePath &route, const QByteArray &method) const
{
    if (route.kind == Kind::Mcp)
        return true;
    if (m_age == Age::Wrapped)
        return isWrappedResource(route, method);
    switch (route.kind) {
    case Kind::Session:
    case Kind::RestartSession:
    case Kind::ListSessions:
    case Kind::Metadata:
    case Kind::StopSession: // in the documentation, not in the description, from 2025-02-02 on
        return m_age >= Age::Sessions;
    default:
        return route.shape == Shape::Flat;
    }
}

QByteArray ApiGeneration::withKnownFields(const QByteArray &body) const
{
    QJsonObject fields = QJsonDocument::fromJson(body).object();
    const qsizetype before = fields.size();
    const auto forget = [&](const auto &names) {
        for (const QLatin1StringView name : names)
            fields.remove(name);
    };
    if (m_age < Age::Newest)
        forget(newestFields);
    if (m_age < Age::Sessions)
        forget(commandFields);
    return fields.size() == before ? body : QJsonDocument(fields).toJson(QJsonDocument::Compact);
}

} // namespace sessionbook
