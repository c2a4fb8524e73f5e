#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace sessionbook {

/// What editing keys do to lines of Python, as pure functions.
class CodeEdits
{
public:
    static constexpr int indentWidth = 4;

    /// The white space a new line begins with when Enter is pressed behind `beforeCaret`, the line
    /// up to the caret: one level deeper behind a colon, one less behind a statement that ends its
    /// block.
    [[nodiscard]] static QString indentAfter(QStringView beforeCaret);
    /// Comments all lines out, or in again where all that hold text are comments. Blank lines stay
    /// as they are.
    [[nodiscard]] static QStringList withCommentsToggled(const QStringList &lines);
};

} // namespace sessionbook
