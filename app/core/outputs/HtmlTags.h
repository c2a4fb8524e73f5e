#pragma once

#include <QStringView>

namespace sessionbook {

/// How the sanitiser treats an element.
enum class HtmlTagKind {
    Unknown, ///< the tag goes, its contents stay
    Dropped, ///< the tag and its contents go
    Block, ///< kept; begins a line
    Inline, ///< kept
    Void, ///< kept, has no contents: <br>, <hr>, <img>, <input>
    TableRoot,
    TableSection, ///< thead, tbody, tfoot
    TableRow,
    TableCell
};

/// What we know of an element's name.
struct HtmlTag
{
    HtmlTagKind kind = HtmlTagKind::Unknown;
    /// The element as which it is written: "details" becomes "div".
    QStringView writtenAs;

    [[nodiscard]] static HtmlTag named(QStringView name);
    /// Opening `opened` ends an open `open` before it, as a browser does for <li>, <td>, <p>…
    [[nodiscard]] static bool impliesEndOf(QStringView opened, QStringView open);
    /// An implied end does not reach beyond such an element.
    [[nodiscard]] static bool isScope(QStringView name);
};

} // namespace sessionbook
