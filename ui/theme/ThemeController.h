#pragma once

#include "theme/Theme.h"

#include <QObject>

namespace sessionbook {

enum class ThemeChoice { System, Light, Dark, HighContrast };

/// The word for a choice in the settings file: "system", "light", "dark", "high-contrast".
[[nodiscard]] QString themeWord(ThemeChoice choice);
/// System for a word we do not know.
[[nodiscard]] ThemeChoice themeChoiceOf(const QString &word);

/// Holds the theme in force and applies it to the application (palette, style sheet of the chrome).
/// One for the program, made by DesktopContext. With ThemeChoice::System it follows the desktop
/// between light and dark.
class ThemeController : public QObject
{
    Q_OBJECT
public:
    explicit ThemeController(QObject *parent = nullptr);

    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void themeChanged(const sessionbook::Theme &theme);

private:
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    Theme m_theme;
};

} // namespace sessionbook
