#include "ApiVersion.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// How many of the supported versions, from the oldest on, know `code/execute` and not
/// `executions`.
constexpr qsizetype WrappedVersions = 2;

} // namespace

const QStringList &ApiVersion::supported()
{
    static const QStringList versions{u"2024-02-02-preview"_s, u"2024-08-02-preview"_s,
                                      u"2024-10-02-preview"_s, u"2025-02-02-preview"_s,
                                      u"2025-10-02-preview"_s};
    return versions;
}

ApiResult<void> ApiVersion::check(const QStringList &accepted) const
{
    const QString supportedOnes
        = u"The supported api-versions are: %1."_s.arg(accepted.join(u", "_s));
    if (m_text.isEmpty())
        return ApiError{400, u"MissingApiVersionParameter"_s,
                        u"The query parameter `api-version` is required. "_s + supportedOnes};
    if (!accepted.contains(m_text, Qt::CaseInsensitive))
        return ApiError{400, u"UnsupportedApiVersionValue"_s,
                        u"The api-version '%1' is not supported. "_s.arg(m_text.left(64))
                            + supportedOnes};
    return {};
}

bool ApiVersion::isWrapped() const
{
    return supported().first(WrappedVersions).contains(m_text, Qt::CaseInsensitive);
}

QString ApiVersion::forLinks() const
{
    const bool knowsThem = supported().mid(WrappedVersions).contains(m_text, Qt::CaseInsensitive);
    return knowsThem ? m_text : latest();
}

} // namespace sessionbook
