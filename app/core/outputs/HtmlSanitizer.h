#pragma once

#include <QString>

namespace sessionbook {

/// Reduces markup to an allow-list of elements and attributes that QTextDocument shows: scripts, styles, forms, frames, event
/// attributes, remote pictures go; data: pictures and links stay (links are only followed when clicked). Pure, thread-safe,
/// linear in the input's length, bounded in nesting.
class HtmlSanitizer
{
public:
    [[nodiscard]] static QString sanitized(const QString &html);
    [[nodiscard]] static QString plainText(const QString &html);
};

} // namespace sessionbook
