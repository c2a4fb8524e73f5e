#pragma once

#include <QString>

#include <optional>

namespace sessionbook {

/// Turns a value's table (a data frame's, mostly) into one of GitHub's Markdown. Pure.
namespace MarkdownTable {

/// `html` comes from HtmlSanitizer. Nothing where Markdown cannot say it: no table or several,
/// cells across columns or rows, pictures, more than one name above a column. Lines of text beside
/// the table ("5 rows × 3 columns") stand below it.
[[nodiscard]] std::optional<QString> from(const QString &html);

} // namespace MarkdownTable

} // namespace sessionbook
