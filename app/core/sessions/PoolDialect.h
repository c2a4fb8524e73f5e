#pragma once

#include "sessions/ServiceVersion.h"

#include <QList>
#include <QObject>
#include <QSet>

namespace sessionbook {

/// What runs in a pool's sessions.
enum class PoolKind {
    Python, ///< or another language in a kernel that keeps its variables
    Shell ///< commands, each in a shell of its own
};

/// What a pool has been found to speak: the version of the interface, and whether it takes code or
/// commands. Learned by the jobs from its replies; those of one SessionClient share it.
///
/// Begins with the newest version, or with the one that was remembered. Versions are rows of the
/// table. Lives in the GUI thread.
class PoolDialect : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// What the next request should ask for.
    [[nodiscard]] const ServiceVersion &version() const { return *m_version; }
    /// Whether the pool took it: a 404 is then about something else.
    [[nodiscard]] bool isConfirmed() const { return m_isConfirmed; }
    /// Whether the pool said that it does not know this version, and took it never since.
    [[nodiscard]] bool hasRefused(const ServiceVersion &version) const
    {
        return m_refused.contains(&version);
    }
    [[nodiscard]] PoolKind kind() const { return m_kind; }

    /// What was found another time; an unknown name is passed over.
    void remember(const QString &versionName);
    /// The pool answered a request of this version.
    void took(const ServiceVersion &version);
    /// The pool said that it does not know this version.
    void refused(const ServiceVersion &version);
    /// A session of this name answered: it is there, or was a moment ago.
    void sawSession(const QString &identifier) { m_seenSessions.insert(identifier); }
    [[nodiscard]] bool hasSeenSession(const QString &identifier) const
    {
        return m_seenSessions.contains(identifier);
    }
    /// What the pool says of itself: counts until it was seen to take one or the other.
    void suggestKind(PoolKind kind);
    void tookKind(PoolKind kind);

signals:
    /// The version, its being confirmed, or the kind.
    void changed();

private:
    void setKind(PoolKind kind);

    const ServiceVersion *m_version = &ServiceVersion::newest();
    QList<const ServiceVersion *> m_refused;
    bool m_isConfirmed = false;
    PoolKind m_kind = PoolKind::Python;
    bool m_kindIsKnown = false;
    QSet<QString> m_seenSessions; ///< by identifier
};

} // namespace sessionbook
