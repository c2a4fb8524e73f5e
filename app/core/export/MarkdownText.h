#pragma once

#include "notebook/Output.h"
#include "outputs/OutputBlock.h"

#include <QMap>
#include <QString>

namespace sessionbook {

class Attachments;

/// Pieces of a notebook as Markdown. Pure.
namespace MarkdownText {

/// The labels of a cell's attachments by their names.
using Labels = QMap<QString, QString>;

/// What would be read as markup gets a backslash.
[[nodiscard]] QString escaped(const QString &text);
/// A value's markup: a table where Markdown can say it, else its plain text in a fence. Markdown
/// stays what it is.
[[nodiscard]] QString ofMarkup(const HtmlBlock &block);
/// An output whose best representation is LaTeX, as display mathematics; empty for every other, and
/// for what is no single formula.
[[nodiscard]] QString mathematicsOf(const Output &output);
/// The cell's text, untouched but for the addresses of its attachments: `](attachment:x.png)`
/// becomes `][label]`, and elsewhere, as in <img src="…">, the address is the picture itself.
[[nodiscard]] QString withAttachments(const QString &markdown, const Attachments &attachments,
                                      const Labels &labels);

} // namespace MarkdownText

} // namespace sessionbook
