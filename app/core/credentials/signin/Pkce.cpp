#include "credentials/signin/Pkce.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace sessionbook {

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray randomText()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()),
                           qsizetype(words.size() * sizeof(quint32)));
    return bytes.toBase64(base64Url);
}

Pkce Pkce::make()
{
    const QByteArray verifier = randomText();
    return {Secret(verifier),
            QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(base64Url)};
}

} // namespace sessionbook
