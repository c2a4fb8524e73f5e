#pragma once

#include <QString>
#include <QStringView>

namespace sessionbook {

/// Fences of Markdown that what is within cannot end. Pure.
namespace MarkdownFence {

/// `text` as a fenced block; `info` (such as "python") loses what does not belong there.
[[nodiscard]] QString around(const QString &text, QStringView info = {});
/// The text of a cell, which ends with its cell: a fence that it leaves open is closed. Ends with a
/// line feed.
[[nodiscard]] QString closed(const QString &markdown);

} // namespace MarkdownFence

} // namespace sessionbook
