#pragma once

#include "outputs/OutputBlock.h"
#include "theme/Theme.h"

#include <QList>
#include <QString>

namespace sessionbook {

/// Safe markup as our QTextDocument wants it: what the page's look needs and style sheets there
/// cannot say (zebra rows, quotes with a bar, tinted code) is written into it, and pictures are
/// taken out.
struct RichMarkup
{
    static constexpr int codePadding
        = 11; ///< a table with this padding is the field of a block of code…
    static constexpr int quotePadding = 5; ///< …with this, a quote

    QString html; ///< pictures as <img src="picture:N">
    QList<ImageBlock> pictures;

    /// `block.html` must come from HtmlSanitizer.
    [[nodiscard]] static RichMarkup of(const HtmlBlock &block, const Theme &theme);
};

} // namespace sessionbook
