#include "sessions/PoolDialect.h"

#include <utility>

namespace sessionbook {

void PoolDialect::remember(const QString &versionName)
{
    const ServiceVersion *version = ServiceVersion::named(versionName);
    if (!version || m_isConfirmed || version == m_version)
        return;
    m_version = version;
    emit changed();
}

void PoolDialect::took(const ServiceVersion &version)
{
    m_refused.removeAll(&version);
    if (m_isConfirmed && m_version == &version)
        return;
    m_version = &version;
    m_isConfirmed = true;
    emit changed();
}

void PoolDialect::refused(const ServiceVersion &version)
{
    if (!m_refused.contains(&version))
        m_refused.append(&version);
    if (m_version != &version)
        return;
    for (const ServiceVersion &other : ServiceVersion::all()) {
        if (m_refused.contains(&other))
            continue;
        m_version = &other;
        break;
    }
    m_isConfirmed = false;
    emit changed();
}

void PoolDialect::suggestKind(PoolKind kind)
{
    if (!m_kindIsKnown)
        setKind(kind);
}

void PoolDialect::tookKind(PoolKind kind)
{
    m_kindIsKnown = true;
    setKind(kind);
}

void PoolDialect::setKind(PoolKind kind)
{
    if (std::exchange(m_kind, kind) != kind)
        emit changed();
}

} // namespace sessionbook
