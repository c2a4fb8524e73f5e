#include "RoutePath.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

using Kind = RoutePath::Kind;
using Shape = RoutePath::Shape;
using Parts = QList<QByteArray>;

/// A resource whose path is always the same; `second` is empty where its path is one word.
struct FixedResource
{
    QByteArrayView first;
    QByteArrayView second;
    Kind kind;
    Shape shape;
};

constexpr std::array FixedResources{
    FixedResource{"python", "execute", Kind::Executions, Shape::Values},
    FixedResource{"python", "uploadFile", Kind::Upload, Shape::Values},
    FixedResource{"python", "downloadFile", Kind::FileContent, Shape::Values},
    FixedResource{"python", "files", Kind::Files, Shape::Values},
    FixedResource{"code", "execute", Kind::Executions, Shape::Wrapped},
    FixedResource{".management", "stopSession", Kind::StopSession, Shape::Flat},
    FixedResource{".management", "listSessions", Kind::ListSessions, Shape::Flat},
    FixedResource{"upload", "", Kind::Upload, Shape::Wrapped},
    FixedResource{"listSessions", "", Kind::ListSessions, Shape::Flat},
    FixedResource{"metadata", "", Kind::Metadata, Shape::Flat},
    FixedResource{"mcp", "", Kind::Mcp, Shape::Flat},
};

QString decoded(const QByteArray &text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text));
}

QString joined(const Parts &parts)
{
    QStringList names;
    for (const QByteArray &part : parts)
        names.append(decoded(part));
    return names.join(u'/');
}

/// Whether the path from `at` to its end is this resource's.
bool isAt(const FixedResource &resource, const Parts &parts, qsizetype at)
{
    const qsizetype length = resource.second.isEmpty() ? 1 : 2;
    return parts.size() - at == length && parts.at(at) == resource.first
        && (length == 1 || parts.at(at + 1) == resource.second);
}

bool isFreeResource(const QByteArray &word)
{
    return word == "executions" || word == "files" || word == "session";
}

/// Where the resource begins: after `/subscriptions/…/sessionPools/NAME` if the path begins so,
/// else at the first words that name a resource.
qsizetype resourceStart(const Parts &parts)
{
    const bool isAzurePath = parts.size() > 6 && parts.first() == "subscriptions";
    for (qsizetype i = isAzurePath ? 6 : 0; i < parts.size(); ++i) {
        const auto beginsHere
            = [&](const FixedResource &resource) { return isAt(resource, parts, i); };
        if (isFreeResource(parts.at(i)) || std::ranges::any_of(FixedResources, beginsHere))
            return i;
    }
    return -1;
}

void readFixed(RoutePath &route, const Parts &parts)
{
    for (const FixedResource &resource : FixedResources) {
        if (!isAt(resource, parts, 0))
            continue;
        route.kind = resource.kind;
        route.shape = resource.shape;
    }
}

void readExecution(RoutePath &route, const Parts &rest)
{
    const bool isCancel = rest.size() == 2 && rest.last() == "cancel";
    route.kind = rest.isEmpty() ? Kind::Executions
        : rest.size() == 1      ? Kind::Execution
        : isCancel              ? Kind::CancelExecution
                                : Kind::Unknown;
    route.name = rest.isEmpty() ? QString() : decoded(rest.first());
}

/// `files/content/{name}` is the old path of a file's content, for every name and version: a
/// directory called `content` is reached by the parameter `path`. The service's container shows it
/// with a further `/content` at the end.
bool readOldContent(RoutePath &route, Parts rest)
{
    if (rest.size() < 2 || rest.first() != "content")
        return false;
    rest.removeFirst();
    if (rest.size() > 1 && rest.last() == "content")
        rest.removeLast();
    route.kind = Kind::FileContent;
    route.shape = Shape::Wrapped;
    route.name = joined(rest);
    return true;
}

void readFile(RoutePath &route, const QByteArray &method, Parts rest)
{
    if (method == "POST" && rest == Parts{"upload"}) {
        route.kind = Kind::Upload;
        route.shape = Shape::Wrapped;
        return;
    }
    if (method != "DELETE" && readOldContent(route, rest))
        return;
    const bool isContent = rest.size() > 1 && rest.last() == "content";
    if (isContent)
        rest.removeLast();
    route.kind = rest.isEmpty() ? Kind::Files : isContent ? Kind::FileContent : Kind::File;
    route.name = joined(rest);
}

void readSession(RoutePath &route, const Parts &rest)
{
    if (rest.isEmpty())
        route.kind = Kind::Session;
    else if (rest == Parts{"restart"})
        route.kind = Kind::RestartSession;
}

} // namespace

QByteArrayList RoutePath::methods() const
{
    switch (kind) {
    case Kind::Files:
        return {"GET", "HEAD", "POST"};
    case Kind::File:
    case Kind::Session:
        return {"GET", "HEAD", "DELETE"};
    case Kind::Execution:
    case Kind::FileContent:
    case Kind::ListSessions:
    case Kind::Metadata:
        return {"GET", "HEAD"};
    case Kind::Executions:
    case Kind::CancelExecution:
    case Kind::Upload:
    case Kind::RestartSession:
    case Kind::StopSession:
    case Kind::Mcp:
        return {"POST"};
    case Kind::Unknown:
        break;
    }
    return {};
}

RoutePath RoutePath::parse(const QByteArray &method, const QByteArray &target)
{
    const qsizetype question = target.indexOf('?');
    Parts parts = target.left(question < 0 ? target.size() : question).split('/');
    parts.removeAll(QByteArray());
    const qsizetype start = resourceStart(parts);
    if (start < 0)
        return {};
    RoutePath route;
    for (const QByteArray &part : parts.first(start))
        route.base += u'/' + QString::fromLatin1(part);
    const QByteArray word = parts.at(start);
    const Parts rest = parts.sliced(start + 1);
    if (word == "executions")
        readExecution(route, rest);
    else if (word == "files")
        readFile(route, method, rest);
    else if (word == "session")
        readSession(route, rest);
    else
        readFixed(route, parts.sliced(start));
    return route;
}

} // namespace sessionbook
