#pragma once

#include <QByteArrayList>
#include <QString>

namespace sessionbook {

/// Which resource a request names, whatever lies before it in the path (PROTOCOL §1).
struct RoutePath
{
    enum class Kind {
        Unknown,
        Executions,
        Execution,
        CancelExecution,
        Files,
        File,
        FileContent,
        Upload,
        Session,
        RestartSession,
        StopSession,
        ListSessions,
        Metadata,
        Mcp
    };

    /// How replies of this path look.
    enum class Shape {
        Flat, ///< `executions`, `files`, `session`, …: the resource itself
        Wrapped, ///< `code/execute`, `files/upload`, `files/content/{name}`: in `properties`
        Values ///< `python/…`: flat, lists under `$values`
    };

    Kind kind = Kind::Unknown;
    Shape shape = Shape::Flat;
    QString
        base; ///< what comes before the resource, without a slash at its end, still percent-encoded
    QString name; ///< of the execution or file

    /// What can be done with the resource; empty for an unknown one.
    [[nodiscard]] QByteArrayList methods() const;

    /// `target` is the request's target as sent: still percent-encoded, perhaps with a query.
    [[nodiscard]] static RoutePath parse(const QByteArray &method, const QByteArray &target);
};

} // namespace sessionbook
