#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <array>

namespace sessionbook {

/// What a colour is for; every colour in the window comes from one of these. The values stand in
/// resources/themes/*.json.
enum class ColorRole {
    Page,
    Panel,
    Line,
    Text,
    MutedText,
    Accent,
    AccentSoft,
    CodeField,
    Ok,
    Error,
    ErrorField,
    Keyword,
    String,
    Number,
    Comment,
    Function,
    TableZebra,
    PictureGround,
    Selection,
    CurrentLine,
    HoverField,
    Warning,
    WarningField,
    Count
};

/// Colours, fonts and measures of one look. A value, passed down as a constant reference;
/// ThemeController says when it changes.
struct Theme
{
    QString name; ///< "light", "dark", "contrast"
    bool isDark = false;
    std::array<QColor, static_cast<size_t>(ColorRole::Count)> colors;
    std::array<QColor, 16> ansi; ///< the terminal's sixteen, readable on Page

    QFont interfaceFont; ///< 13 px
    QFont codeFont; ///< 13 px monospace, line height 1.5
    QFont textFont; ///< Markdown, 14 px

    [[nodiscard]] const QColor &color(ColorRole role) const
    {
        return colors[static_cast<size_t>(role)];
    }

    // Measures in device-independent pixels (LOOK.md).
    static constexpr int gutterWidth = 76;
    static constexpr int fieldRadius = 6;
    static constexpr int fieldPaddingX = 12;
    static constexpr int fieldPaddingY = 8;
    static constexpr int cellSpacing = 10;
    static constexpr int pageMaximumWidth = 1100;
    static constexpr int pageMargin = 20;
    static constexpr int currentBarWidth = 3;
};

} // namespace sessionbook
