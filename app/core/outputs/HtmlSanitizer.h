#pragma once

#include <QString>

#include <functional>

namespace sessionbook {

/// Markup that is safe to show, and what it says.
struct SafeHtml
{
    /// Canonical: names in lower case, every element closed, every value quoted and escaped; `<`
    /// and `>` only as tags.
    QString html;
    QString plainText; ///< for copying and for screen readers: a line for a block, a tab between
                       ///< the cells of a table
    bool showsSomething = false; ///< text or a picture is left
    bool isCutOff = false; ///< it held more than a page can show (table cells, pictures)

    bool operator==(const SafeHtml &) const = default;
};

/// Reduces markup to an allow-list of elements and attributes that QTextDocument shows: scripts,
/// styles, forms, frames, event attributes, remote pictures go; data: pictures and links stay
/// (links are only followed when clicked). A picture that is left out becomes its alternative text.
/// Pure, thread-safe, linear in the input's length, bounded in nesting and table size.
class HtmlSanitizer
{
public:
    /// Longer markup (in bytes or characters) is not shown as such.
    static constexpr qsizetype maximumLength = 2'000'000;
    static constexpr qsizetype maximumPictureLength = 12'000'000;
    static constexpr int maximumTableCells = 5'000;
    static constexpr int maximumNesting = 100;

    /// Gives the data: address for a picture's address; an empty one where it has nothing to say.
    using Pictures = std::function<QString(const QString &address)>;

    [[nodiscard]] static SafeHtml sanitize(QStringView html, const Pictures &pictures = {});
    [[nodiscard]] static QString sanitized(const QString &html) { return sanitize(html).html; }
    [[nodiscard]] static QString plainText(const QString &html) { return sanitize(html).plainText; }
    /// Whether anything is left to see; stops at the first thing found.
    [[nodiscard]] static bool showsSomething(QStringView html);
};

} // namespace sessionbook
