#pragma once

#include "theme/Theme.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace sessionbook {

class NotebookController;
class NotebookView;
class PoolButton;
class RebuildController;
class RunController;
class SessionController;
class SessionLifetime;
class StatusBarView;

/// Puts the state of session, runs and document into words for the status bar and the pool button.
/// Borrows everything.
class StatusPresenter : public QObject
{
    Q_OBJECT
public:
    struct Sources
    {
        SessionController &session;
        SessionLifetime &lifetime;
        RunController &runs;
        NotebookController &document;
        NotebookView &view;
        RebuildController &rebuild;
    };
    StatusPresenter(Sources sources, StatusBarView &bar, PoolButton &button,
                    QObject *parent = nullptr);

private:
    struct State
    {
        QString sentence; ///< for the status bar
        QString word; ///< for the pool button
        ColorRole dot = ColorRole::MutedText;
    };
    [[nodiscard]] State state() const;
    [[nodiscard]] State readyState() const;
    /// The pool is full; it is asked again after so long.
    [[nodiscard]] static State waitingState(std::chrono::milliseconds untilNextTry);
    [[nodiscard]] State rebuildState() const;
    [[nodiscard]] QString poolDetails() const;
    [[nodiscard]] QString position() const;
    [[nodiscard]] QString savedText() const;
    void updateSession();
    void updatePosition();
    void updateDocument();

    Sources m_from;
    StatusBarView &m_bar;
    PoolButton &m_button;
    QTimer
        m_ticking; ///< while a pool without room is waited for; RunController ticks while cells run
};

} // namespace sessionbook
