#pragma once

#include "theme/Theme.h"

#include <QObject>

namespace sessionbook {

enum class ThemeChoice { System, Light, Dark, HighContrast };

/// Holds the theme in force and applies it to the application (palette, style sheet of the chrome). One for the program, made
/// by DesktopContext.
class ThemeController : public QObject
{
    Q_OBJECT
public:
    explicit ThemeController(QObject *parent = nullptr);

    [[nodiscard]] const Theme &theme() const;
    [[nodiscard]] ThemeChoice choice() const;
    void setChoice(ThemeChoice choice);

signals:
    void themeChanged(const sessionbook::Theme &theme);
};

} // namespace sessionbook
