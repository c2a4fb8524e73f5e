#include "notebook/search/ReplacementText.h"

#include <QRegularExpressionMatch>

namespace sessionbook {

namespace {

/// The length of the group's number at `at`: two digits at most.
qsizetype digitsAt(const QString &text, qsizetype at)
{
    qsizetype count = 0;
    while (count < 2 && at + count < text.size() && text.at(at + count) >= u'0'
           && text.at(at + count) <= u'9')
        ++count;
    return count;
}

} // namespace

ReplacementText::ReplacementText(const QString &text, bool isExpression)
{
    Piece piece;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const bool isSign = isExpression && (c == u'$' || c == u'\\') && at + 1 < text.size();
        if (!isSign) {
            piece.text += c;
            continue;
        }
        const QChar next = text.at(at + 1);
        const qsizetype digits = digitsAt(text, at + 1);
        if (digits > 0) {
            piece.group = QStringView(text).sliced(at + 1, digits).toInt();
            m_pieces += std::exchange(piece, {});
            at += digits;
        } else if (next == c) {
            piece.text += c;
            ++at;
        } else if (c == u'\\' && (next == u'n' || next == u't')) {
            piece.text += next == u'n' ? u'\n' : u'\t';
            ++at;
        } else {
            piece.text += c;
        }
    }
    m_pieces += piece;
}

QString ReplacementText::expanded(const QRegularExpressionMatch &match) const
{
    QString text;
    for (const Piece &piece : m_pieces) {
        text += piece.text;
        if (piece.group >= 0)
            text += match.capturedView(piece.group);
    }
    return text;
}

} // namespace sessionbook
