#pragma once

#include <QList>
#include <QRgb>
#include <QString>
#include <QStringView>

#include <optional>
#include <variant>

namespace sessionbook {

/// A colour as a program asked for it: one of the terminal's 16 (the theme says how they look), or
/// a colour of its own.
struct AnsiColor
{
    int index = -1; ///< 0–15; -1: `rgb` holds
    QRgb rgb = 0;

    bool operator==(const AnsiColor &) const = default;
};

struct AnsiStyle
{
    std::optional<AnsiColor> foreground;
    std::optional<AnsiColor> background;
    bool bold = false;
    bool italic = false;
    bool underline = false;
    bool inverse = false; ///< foreground and background change places, the page's own colours too

    bool operator==(const AnsiStyle &) const = default;
};

struct AnsiRun
{
    qsizetype start = 0; ///< in UTF-16 units of AnsiText::plain
    qsizetype length = 0;
    AnsiStyle style;

    bool operator==(const AnsiRun &) const = default;
};

/// Terminal text as a page shows it: escapes turned into styles, carriage returns and backspaces
/// carried out (a progress bar shows its last state), every other control sequence dropped. Hostile
/// input is bounded: work and memory grow with its length.
struct AnsiText
{
    QString plain; ///< lines by '\n'
    QList<AnsiRun> runs; ///< only where the style is not the default; ordered, not overlapping

    [[nodiscard]] static AnsiText parse(QStringView text);

    bool operator==(const AnsiText &) const = default;
};

} // namespace sessionbook
