#pragma once

#include "theme/Theme.h"

#include <QString>

class QTextDocument;

namespace sessionbook {

/// The page's look for QTextDocument: fonts, rhythm of headings, tables, code, quotes.
class RichStyle
{
public:
    [[nodiscard]] static QString sheet(const Theme &theme, bool isMarkdown);
    /// What a style sheet cannot say; call it after setHtml() and before anything is laid out.
    static void apply(QTextDocument &document, const Theme &theme);
};

} // namespace sessionbook
