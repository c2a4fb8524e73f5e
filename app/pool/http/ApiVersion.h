#pragma once

#include "ApiError.h"

#include <QString>
#include <QStringList>

namespace sessionbook {

/// The version of the API that a request asks for.
///
/// Every known version is accepted on every path, unless the pool keeps to some (ApiGeneration):
/// which one a path belongs to shows in its reply's shape. Only where a path means the same
/// resource in both generations (`files`, `files/{name}`) the version decides.
class ApiVersion
{
public:
    /// What a pool without `--loose` accepts, oldest first.
    [[nodiscard]] static const QStringList &supported();
    [[nodiscard]] static const QString &latest() { return supported().constLast(); }

    /// `text` is the query parameter, empty when it is missing.
    explicit ApiVersion(QString text)
        : m_text(std::move(text))
    {
    }

    [[nodiscard]] const QString &text() const { return m_text; }
    /// Whether it is one of `accepted`.
    [[nodiscard]] ApiResult<void> check(const QStringList &accepted = supported()) const;
    /// Replies of 2024-02-02 and 2024-08-02 wrap files in `properties`.
    [[nodiscard]] bool isWrapped() const;
    /// The version to name in links of a reply: that of the request where it knows the new paths.
    [[nodiscard]] QString forLinks() const;

private:
    QString m_text;
};

} // namespace sessionbook
