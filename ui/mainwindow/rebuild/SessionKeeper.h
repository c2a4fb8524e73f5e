#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>

namespace sessionbook {

class ListFilesJob;
class RunController;
class SessionController;
class SessionLifetime;
class SettingsStore;

/// Warns before a session ends for want of use, and keeps it where a person chose so for its pool
/// (PoolProfile::staysAlive).
///
/// Five minutes before, or where sessions end sooner than in ten minutes, when half of that is
/// left. Keeping is a request that the pool counts as use, once in each idle period. Borrows
/// everything; lives in the GUI thread.
class SessionKeeper : public QObject
{
    Q_OBJECT
public:
    struct Sources
    {
        SessionController &session;
        SessionLifetime &lifetime;
        RunController &runs;
    };
    SessionKeeper(Sources sources, SettingsStore &settings, QObject *parent = nullptr);
    ~SessionKeeper() override;

    /// The pool is one whose sessions are billed, so that the choice means something.
    [[nodiscard]] bool canKeep() const;
    [[nodiscard]] bool isKept() const;
    void setKept(bool kept);
    /// Begins the idle period anew.
    void keepOnce();

signals:
    /// Once for each idle period.
    void endsSoon(int minutes);
    /// What endsSoon() said is not so any more.
    void livesOn();

private:
    void look();

    Sources m_from;
    SettingsStore &m_settings;
    QPointer<ListFilesJob> m_job;
    QDateTime m_handledEnd; ///< of which it was warned, or which was put off
    bool m_hasWarned = false;
};

} // namespace sessionbook
