#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace sessionbook {

template<auto Free> struct OpenSslDeleter
{
    template<typename T> void operator()(T *pointer) const { Free(pointer); }
};
using X509Pointer = std::unique_ptr<X509, OpenSslDeleter<X509_free>>;
using PrivateKeyPointer = std::unique_ptr<EVP_PKEY, OpenSslDeleter<EVP_PKEY_free>>;
using DigestContextPointer = std::unique_ptr<EVP_MD_CTX, OpenSslDeleter<EVP_MD_CTX_free>>;
using BioPointer = std::unique_ptr<BIO, OpenSslDeleter<BIO_free>>;

} // namespace sessionbook
