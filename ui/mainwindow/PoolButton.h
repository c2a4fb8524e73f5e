#pragma once

#include "theme/Theme.h"

#include <QAbstractButton>

class QMenu;

namespace sessionbook {

/// The pill at the right of the tool bar: a dot, where code runs, how it is. Opens the session's
/// menu.
class PoolButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit PoolButton(const Theme &theme, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setMenu(QMenu *menu);
    /// `dot` is a role of the theme; `state` one word.
    void setState(const QString &pool, const QString &state, ColorRole dot);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void openMenu();

    Theme m_theme;
    QMenu *m_menu = nullptr;
    QString m_pool;
    QString m_state;
    ColorRole m_dot = ColorRole::MutedText;
};

} // namespace sessionbook
