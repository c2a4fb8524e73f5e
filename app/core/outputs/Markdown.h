#pragma once

#include "outputs/Attachments.h"

#include <QString>

namespace sessionbook {

/// Markdown cells (GitHub's flavour: tables, strikethrough, task lists, autolinks) as markup for
/// QTextDocument. Mathematics between dollars is kept as it was written, in <span class="math">,
/// untouched by emphasis. Raw HTML goes through HtmlSanitizer. Pure and thread-safe.
class Markdown
{
public:
    /// Longer text is shown as it was written.
    static constexpr qsizetype maximumLength = 1'000'000;

    /// Pictures that are `attachments` of the cell come as data: addresses.
    [[nodiscard]] static QString toHtml(const QString &markdown,
                                        const Attachments &attachments = {});
};

} // namespace sessionbook
