#pragma once

#include "mainwindow/ElidedLabel.h"
#include "theme/Theme.h"

#include <QStatusBar>
#include <QTimer>

namespace sessionbook {

/// The status bar as LOOK.md draws it: session and pool at the left, place and save at the right.
/// Shows what it is told.
class StatusBarView : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusBarView(const Theme &theme, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setSession(const QString &text, ColorRole dot);
    void setPool(const QString &text);
    void setPosition(const QString &text);
    void setSaved(const QString &text);
    /// What has just happened, in place of the pool for a few seconds.
    void announce(const QString &text);

    [[nodiscard]] QString sessionText() const;

private:
    template<typename Label> Label *newLabel(const QString &name, const QString &accessibleName);
    void updateDot();

    Theme m_theme;
    ColorRole m_dotRole = ColorRole::MutedText;
    QLabel *m_dot;
    ElidedLabel *m_session;
    ElidedLabel *m_pool;
    QLabel *m_position;
    QLabel *m_saved;
    QString m_poolText;
    QTimer m_announcement;
};

} // namespace sessionbook
