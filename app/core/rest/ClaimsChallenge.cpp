#include "rest/ClaimsChallenge.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype longestChallenge = qsizetype{16} * 1024;

} // namespace

QByteArray claimsIn(const QByteArray &challenge)
{
    static const QRegularExpression pattern(u"\\bclaims=\"([A-Za-z0-9+/_=-]+)\""_s);
    const auto match = pattern.match(QString::fromLatin1(challenge.left(longestChallenge)));
    if (!match.hasMatch())
        return {};
    // Both alphabets are met in the field.
    QByteArray text = match.captured(1).toLatin1();
    text.replace('+', '-').replace('/', '_');
    const QByteArray claims = QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding);
    return QJsonDocument::fromJson(claims).isObject() ? claims : QByteArray();
}

} // namespace sessionbook
