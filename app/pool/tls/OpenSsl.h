#pragma once

#include <QString>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace sessionbook {

/// Frees what OpenSSL made, by the function that is meant for it.
template<auto free> struct OpenSslDeleter
{
    template<typename T> void operator()(T *object) const { free(object); }
};

using BioPointer = std::unique_ptr<BIO, OpenSslDeleter<BIO_free_all>>;
using CertificatePointer = std::unique_ptr<X509, OpenSslDeleter<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, OpenSslDeleter<EVP_PKEY_free>>;
using SslPointer = std::unique_ptr<SSL, OpenSslDeleter<SSL_free>>;
using SslContextPointer = std::unique_ptr<SSL_CTX, OpenSslDeleter<SSL_CTX_free>>;

/// For keys that need a password: there is none, and nobody is asked for it.
int noPassword(char *buffer, int size, int forWriting, void *context);
/// Why the last call of this thread failed; forgets it.
[[nodiscard]] QString openSslError();

} // namespace sessionbook
