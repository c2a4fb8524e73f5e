#include "Certificate.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <span>

namespace sessionbook {

namespace {

constexpr qint64 Day = 24 * 3600;
/// Apple's programs accept 825 days of a local authority, browsers 398.
constexpr qint64 LeafDays = 397;
constexpr qint64 AuthorityDays = 3650;
/// Clocks of virtual machines on this computer may be behind.
constexpr qint64 BackdatedDays = 1;

struct Extension
{
    int id;
    const char *value;
};

constexpr std::array AuthorityExtensions{
    Extension{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    Extension{NID_key_usage, "critical,keyCertSign,cRLSign"},
    Extension{NID_name_constraints,
              "critical,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,"
              "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    Extension{NID_subject_key_identifier, "hash"},
};

constexpr std::array LeafExtensions{
    Extension{NID_basic_constraints, "critical,CA:FALSE"},
    Extension{NID_key_usage, "critical,digitalSignature"},
    Extension{NID_ext_key_usage, "serverAuth"},
    Extension{NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"},
    Extension{NID_subject_key_identifier, "hash"},
    Extension{NID_authority_key_identifier, "keyid:always"},
};

bool setSerial(X509 *certificate)
{
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), int(bytes.size())) != 1)
        return false;
    bytes[0] = (bytes[0] & 0x3fU) | 0x40U; // positive, and never shorter
    const std::unique_ptr<BIGNUM, OpenSslDeleter<BN_free>> number(
        BN_bin2bn(bytes.data(), int(bytes.size()), nullptr));
    return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setTimes(X509 *certificate, const QDateTime &now, qint64 days)
{
    const qint64 begin = now.toSecsSinceEpoch() - BackdatedDays * Day;
    return ASN1_TIME_set(X509_getm_notBefore(certificate), begin) != nullptr
        && ASN1_TIME_set(X509_getm_notAfter(certificate), begin + days * Day) != nullptr;
}

bool setName(X509 *certificate, const QByteArray &name)
{
    const auto add = [certificate](const char *field, const QByteArray &value) {
        return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char *>(value.data()),
                                          int(value.size()), -1, 0)
            == 1;
    };
    return add("O", "sessionbook-pool") && add("CN", name);
}

bool addExtension(X509 *certificate, X509 *issuer, const Extension &extension)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, OpenSslDeleter<X509_EXTENSION_free>> made(
        X509V3_EXT_conf_nid(nullptr, &context, extension.id, extension.value));
    return made && X509_add_ext(certificate, made.get(), -1) == 1;
}

/// `issuer` null: signed by itself.
std::optional<Certificate> make(const QByteArray &name, const QDateTime &now, qint64 days,
                                std::span<const Extension> extensions, const Certificate *issuer)
{
    Certificate made{CertificatePointer(X509_new()), KeyPointer(EVP_EC_gen("P-256"))};
    X509 *const certificate = made.certificate.get();
    if (!certificate || !made.key || X509_set_version(certificate, X509_VERSION_3) != 1
        || X509_set_pubkey(certificate, made.key.get()) != 1 || !setSerial(certificate)
        || !setTimes(certificate, now, days) || !setName(certificate, name))
        return {};
    const Certificate &signer = issuer != nullptr ? *issuer : made;
    if (X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get())) != 1)
        return {};
    for (const Extension &extension : extensions) {
        if (!addExtension(certificate, signer.certificate.get(), extension))
            return {};
    }
    if (X509_sign(certificate, signer.key.get(), EVP_sha256()) == 0)
        return {};
    return made;
}

BioPointer readerOf(const QByteArray &bytes)
{
    return BioPointer(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

template<typename Write> QByteArray written(Write write)
{
    const BioPointer memory(BIO_new(BIO_s_mem()));
    if (write(memory.get()) != 1)
        return {};
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, size};
}

} // namespace

std::optional<Certificate> Certificate::makeAuthority(const QDateTime &now)
{
    // The name tells several of them apart in a list of authorities.
    return make("sessionbook-pool on this computer, " + now.toString(Qt::ISODate).toLatin1(), now,
                AuthorityDays, AuthorityExtensions, nullptr);
}

std::optional<Certificate> Certificate::makeForThisComputer(const Certificate &authority,
                                                            const QDateTime &now)
{
    return make("localhost", now, LeafDays, LeafExtensions, &authority);
}

std::optional<Certificate> Certificate::fromPem(const QByteArray &certificate,
                                                const QByteArray &key)
{
    Certificate read{
        CertificatePointer(
            PEM_read_bio_X509(readerOf(certificate).get(), nullptr, nullptr, nullptr)),
        KeyPointer(PEM_read_bio_PrivateKey(readerOf(key).get(), nullptr, noPassword, nullptr))};
    if (!read.certificate || !read.key
        || X509_check_private_key(read.certificate.get(), read.key.get()) != 1)
        return {};
    return read;
}

QByteArray Certificate::certificatePem() const
{
    return written([this](BIO *out) { return PEM_write_bio_X509(out, certificate.get()); });
}

QByteArray Certificate::keyPem() const
{
    return written([this](BIO *out) {
        return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

bool Certificate::isSignedBy(const Certificate &authority) const
{
    return X509_check_issued(authority.certificate.get(), certificate.get()) == X509_V_OK
        && X509_verify(certificate.get(), authority.key.get()) == 1;
}

bool Certificate::isValidAt(const QDateTime &time) const
{
    time_t seconds = time.toSecsSinceEpoch();
    return X509_cmp_time(X509_get0_notBefore(certificate.get()), &seconds) < 0
        && X509_cmp_time(X509_get0_notAfter(certificate.get()), &seconds) > 0;
}

} // namespace sessionbook
