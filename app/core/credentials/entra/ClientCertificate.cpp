#include "credentials/entra/ClientCertificate.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 largestFile = qint64{1024} * 1024;
constexpr int saltBytes = 32;

struct KeyAndCertificates
{
    PrivateKeyPointer key;
    std::vector<X509Pointer> certificates;
};

SourceFailure problem(const QString &path, const QString &what)
{
    return SourceFailure::refused(u"%1: %2"_s.arg(path, what), u"SignInCertificate"_s);
}

BioPointer bioOver(const QByteArray &bytes)
{
    return BioPointer(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

// Without it OpenSSL would ask for a password on the terminal.
int givePassword(char *buffer, int size, int, void *userData)
{
    const QByteArray &password = static_cast<const Secret *>(userData)->reveal();
    if (password.isEmpty() || password.size() > size)
        return -1;
    std::copy_n(password.constData(), password.size(), buffer);
    return int(password.size());
}

KeyAndCertificates fromPem(const QByteArray &bytes, const Secret &password)
{
    KeyAndCertificates read;
    const BioPointer keyBio = bioOver(bytes);
    read.key.reset(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, givePassword,
                                           const_cast<Secret *>(&password)));
    const BioPointer bio = bioOver(bytes);
    while (X509 *next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        read.certificates.emplace_back(next);
    return read;
}

KeyAndCertificates fromPkcs12(const QByteArray &bytes, const Secret &password)
{
    const BioPointer bio = bioOver(bytes);
    const std::unique_ptr<PKCS12, OpenSslDeleter<PKCS12_free>> file(
        d2i_PKCS12_bio(bio.get(), nullptr));
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    STACK_OF(X509) *others = nullptr;
    KeyAndCertificates read;
    if (!file
        || PKCS12_parse(file.get(), password.reveal().constData(), &key, &certificate, &others)
            != 1)
        return read;
    read.key.reset(key);
    if (certificate)
        read.certificates.emplace_back(certificate);
    while (X509 *next = others ? sk_X509_shift(others) : nullptr)
        read.certificates.emplace_back(next);
    sk_X509_free(others);
    return read;
}

QByteArray derOf(X509 *certificate)
{
    QByteArray der(i2d_X509(certificate, nullptr), '\0');
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &out);
    return der;
}

// A FIFO or a device would keep us waiting.
bool isReadableFile(const QFile &file)
{
    return QFileInfo(file).isFile() && file.size() <= largestFile;
}

} // namespace

Result<ClientCertificate, SourceFailure> ClientCertificate::load(const QString &path,
                                                                 const Secret &password)
{
    QFile file(path);
    if (!isReadableFile(file) || !file.open(QIODevice::ReadOnly))
        return problem(path, u"this certificate file cannot be read"_s);
    const Secret content(file.readAll());
    const bool isPem = content.reveal().contains("-----BEGIN ");
    KeyAndCertificates read
        = isPem ? fromPem(content.reveal(), password) : fromPkcs12(content.reveal(), password);
    ERR_clear_error();
    if (!read.key)
        return problem(path, u"it holds no private key, or its password is another"_s);
    if (EVP_PKEY_get_base_id(read.key.get()) != EVP_PKEY_RSA)
        return problem(path, u"its key is not of the kind RSA"_s);
    const auto own = std::ranges::find_if(read.certificates, [&](const X509Pointer &each) {
        return X509_check_private_key(each.get(), read.key.get()) == 1;
    });
    ERR_clear_error();
    if (own == read.certificates.end())
        return problem(path, u"it holds no certificate of its key"_s);
    std::rotate(read.certificates.begin(), own, own + 1);

    ClientCertificate certificate;
    certificate.m_key = std::move(read.key);
    for (const X509Pointer &each : read.certificates)
        certificate.m_chain.append(derOf(each.get()));
    return certificate;
}

QByteArray ClientCertificate::sign(const QByteArray &message) const
{
    const DigestContextPointer context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *keyContext = nullptr; // the digest's, freed with it
    const auto *bytes = reinterpret_cast<const unsigned char *>(message.constData());
    std::size_t length = 0;
    if (EVP_DigestSignInit(context.get(), &keyContext, EVP_sha256(), nullptr, m_key.get()) != 1
        || EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) != 1
        || EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, saltBytes) != 1
        || EVP_DigestSign(context.get(), nullptr, &length, bytes, std::size_t(message.size())) != 1)
        return {};
    QByteArray signature(qsizetype(length), '\0');
    auto *out = reinterpret_cast<unsigned char *>(signature.data());
    if (EVP_DigestSign(context.get(), out, &length, bytes, std::size_t(message.size())) != 1)
        return {};
    signature.truncate(qsizetype(length));
    return signature;
}

QByteArray ClientCertificate::sha256() const
{
    return QCryptographicHash::hash(m_chain.first(), QCryptographicHash::Sha256);
}

} // namespace sessionbook
