#pragma once

#include <QList>
#include <QString>

class QRegularExpressionMatch;

namespace sessionbook {

/// What takes a match's place. For regular expressions $0 to $99 (also \0 to \99) stand for what
/// the groups matched, \n and \t for line feed and tab, $$ and \\ for the signs themselves;
/// otherwise the text is taken as it is. A value.
class ReplacementText
{
public:
    ReplacementText(const QString &text, bool isExpression);

    [[nodiscard]] QString expanded(const QRegularExpressionMatch &match) const;

private:
    struct Piece
    {
        QString text;
        int group = -1; ///< behind the text; -1 for none
    };
    QList<Piece> m_pieces;
};

} // namespace sessionbook
