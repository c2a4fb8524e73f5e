#pragma once

#include "notebook/Cell.h"
#include "rebuild/RebuildReport.h"
#include "theme/Theme.h"

#include <QDateTime>
#include <QWidget>

class QAction;
class QLabel;
class QListWidget;
class QToolButton;

namespace sessionbook {

class Clock;
class Dialogs;
class Notebook;
class PoolSessions;
class TwoLineDelegate;
struct SessionInfo;

/// The tab that shows the pool's sessions, the window's own first, and below them what the last
/// rebuild found. Ends sessions, with a question where they are not the window's own. Borrows what
/// it shows.
class SessionPanel : public QWidget
{
    Q_OBJECT
public:
    SessionPanel(PoolSessions &sessions, Dialogs &dialogs, Clock &clock, const Theme &theme,
                 QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// How the pool is called.
    void setPoolName(const QString &name);
    void showReport(const RebuildReport &report, const Notebook &notebook);
    void forgetReport();

signals:
    /// The window's own session is to end.
    void endOwnRequested();
    void cellActivated(sessionbook::CellId cell);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void reload();
    void updateWords();
    void updateActions();
    void endSelected();
    [[nodiscard]] QString selected() const;
    [[nodiscard]] QString titleOf(const SessionInfo &session) const;
    [[nodiscard]] QString detailOf(const SessionInfo &session) const;

    PoolSessions &m_sessions;
    Dialogs &m_dialogs;
    Clock &m_clock;
    TwoLineDelegate *m_delegate;
    QLabel *m_heading = nullptr;
    QLabel *m_words = nullptr; ///< in place of a list
    QListWidget *m_list = nullptr;
    QToolButton *m_refresh = nullptr;
    QAction *m_end = nullptr;
    QLabel *m_reportHeading = nullptr;
    QListWidget *m_report = nullptr;
};

} // namespace sessionbook
