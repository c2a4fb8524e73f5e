#pragma once

#include <QString>

#include <span>

namespace sessionbook {

/// One version of the service's interface: what it calls things and what it can do (PROTOCOL §1).
/// Rows of a constant table, told apart by their names.
struct ServiceVersion
{
    enum class Shape {
        Flat, ///< `executions`, `files`: bodies and replies are the resource itself
        Wrapped ///< `code/execute`, `files/upload`: in `properties`; `Success` and `Failure`
    };

    QLatin1StringView name; ///< as `api-version` takes it
    Shape shape = Shape::Flat;
    bool polls = true; ///< GET executions/{id}
    bool managesSessions = true; ///< GET and DELETE session, listSessions, metadata
    bool runsCommands = true; ///< shellCommand
    bool setsStreamLength = true; ///< outputStreamsMaxLength; 4096 characters where not
    bool hasEmptyKernel = true; ///< useEmptyKernel
    bool listsRecursively = true; ///< GET files?recursive=true

    /// Newest first.
    [[nodiscard]] static std::span<const ServiceVersion> all();
    [[nodiscard]] static const ServiceVersion &newest() { return all().front(); }
    /// nullptr where no version is called so.
    [[nodiscard]] static const ServiceVersion *named(QStringView name);

    // Paths below the pool's address; `file` is relative to /mnt/data.
    [[nodiscard]] QString executionsPath() const;
    [[nodiscard]] QString uploadPath() const;
    [[nodiscard]] QString contentPath(const QString &file) const;

    bool operator==(const ServiceVersion &other) const { return name == other.name; }
};

} // namespace sessionbook
