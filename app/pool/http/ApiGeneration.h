#pragma once

#include "RoutePath.h"

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// What one api-version had and others did not (PROTOCOL §1), for a pool that keeps to some of them
/// (`--only-version`). Pure.
class ApiGeneration
{
public:
    /// `version` is a supported one, in any case of its letters.
    explicit ApiGeneration(const QString &version);

    [[nodiscard]] bool has(const RoutePath &route, const QByteArray &method) const;
    /// A flat body of POST executions without the fields that came later: the service is taken to
    /// pass them over.
    [[nodiscard]] QByteArray withKnownFields(const QByteArray &body) const;
    /// Files can be listed with those in directories, and entries name their directory.
    [[nodiscard]] bool listsRecursively() const { return m_age >= Age::Newest; }

private:
    /// In the order of their versions.
    enum class Age {
        Wrapped, ///< 2024-02-02 and 2024-08-02: `code/execute`, everything in `properties`
        Flat, ///< 2024-10-02: `executions`
        Sessions, ///< 2025-02-02: sessions can be listed and ended; commands
        Newest ///< 2025-10-02: lengths of streams, kernels, whole trees of files
    };

    Age m_age;
};

} // namespace sessionbook
