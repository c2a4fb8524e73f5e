#pragma once

#include <QByteArray>
#include <QString>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

namespace sessionbook {

/// A key and a certificate of its own making, in the files that people have them in.
class TestCertificate
{
public:
    enum class Kind { Rsa, EllipticCurve };

    explicit TestCertificate(Kind kind = Kind::Rsa)
        : m_key(kind == Kind::Rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), EVP_PKEY_free)
        , m_certificate(X509_new(), X509_free)
    {
        ASN1_INTEGER_set(X509_get_serialNumber(m_certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(m_certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(m_certificate.get()), 3600);
        X509_set_pubkey(m_certificate.get(), m_key.get());
        X509_NAME *name = X509_get_subject_name(m_certificate.get());
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char *>("127.0.0.1"), -1, -1, 0);
        X509_set_issuer_name(m_certificate.get(), name);
        X509_sign(m_certificate.get(), m_key.get(), EVP_sha256());
    }

    [[nodiscard]] QByteArray certificatePem() const
    {
        return written([&](BIO *bio) { PEM_write_bio_X509(bio, m_certificate.get()); });
    }
    /// Encrypted when a password is given.
    [[nodiscard]] QByteArray keyPem(QByteArray password = {}) const
    {
        return written([&](BIO *bio) {
            PEM_write_bio_PrivateKey(bio, m_key.get(),
                                     password.isEmpty() ? nullptr : EVP_aes_256_cbc(),
                                     reinterpret_cast<unsigned char *>(password.data()),
                                     int(password.size()), nullptr, nullptr);
        });
    }
    [[nodiscard]] QByteArray pkcs12(const QByteArray &password) const
    {
        std::unique_ptr<PKCS12, decltype(&PKCS12_free)> file(
            PKCS12_create(password.constData(), "test", m_key.get(), m_certificate.get(), nullptr,
                          0, 0, 0, 0, 0),
            PKCS12_free);
        return written([&](BIO *bio) { i2d_PKCS12_bio(bio, file.get()); });
    }
    [[nodiscard]] QByteArray der() const
    {
        return written([&](BIO *bio) { i2d_X509_bio(bio, m_certificate.get()); });
    }
    /// Whether RSASSA-PSS with SHA-256 and a salt of 32 bytes made the signature, by our key.
    [[nodiscard]] bool hasSigned(const QByteArray &message, const QByteArray &signature) const
    {
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> publicKey(
            X509_get_pubkey(m_certificate.get()), EVP_PKEY_free);
        EVP_PKEY_CTX *parameters = nullptr;
        if (EVP_DigestVerifyInit(context.get(), &parameters, EVP_sha256(), nullptr, publicKey.get())
                != 1
            || EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) != 1
            || EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, 32) != 1)
            return false;
        return EVP_DigestVerify(context.get(),
                                reinterpret_cast<const unsigned char *>(signature.constData()),
                                std::size_t(signature.size()),
                                reinterpret_cast<const unsigned char *>(message.constData()),
                                std::size_t(message.size()))
            == 1;
    }

private:
    template<typename Write> static QByteArray written(Write write)
    {
        std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
        write(bio.get());
        char *data = nullptr;
        const long size = BIO_get_mem_data(bio.get(), &data);
        return QByteArray(data, size);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
    std::unique_ptr<X509, decltype(&X509_free)> m_certificate;
};

} // namespace sessionbook
