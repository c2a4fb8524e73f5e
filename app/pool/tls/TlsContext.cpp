#include "TlsContext.h"

#include <QFile>

#include <string_view>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

namespace {

/// OpenSSL's own words for a file that is not there are worse than the system's.
Result<void> checkReadable(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return {};
    return Error{ErrorKind::ReadFailed,
                 u"--tls: cannot read '%1': %2."_s.arg(path, file.errorString())};
}

Error badFile(const QString &path, const QString &what)
{
    return {ErrorKind::InvalidArgument, u"--tls: '%1' %2 (%3)."_s.arg(path, what, openSslError())};
}

/// Clients that could speak something newer are told that it is HTTP/1.1 here.
int chooseProtocol(SSL * /*ssl*/, const unsigned char **chosen, unsigned char *chosenSize,
                   const unsigned char *offered, unsigned int offeredSize, void * /*context*/)
{
    static constexpr auto Http = "\x08http/1.1"sv;
    const int found = SSL_select_next_proto(const_cast<unsigned char **>(chosen), chosenSize,
                                            reinterpret_cast<const unsigned char *>(Http.data()),
                                            unsigned(Http.size()), offered, offeredSize);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void configure(SSL_CTX *context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Writing goes on where it stopped, from whatever place the bytes lie at by then.
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                         | SSL_MODE_RELEASE_BUFFERS);
    // Sessions are kept by clients, in tickets; else anybody could fill the memory with them.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    SSL_CTX_set_default_passwd_cb(context, noPassword);
}

} // namespace

Result<TlsContext> TlsContext::fromFiles(const QString &certificateFile, const QString &keyFile)
{
    for (const QString &path : {certificateFile, keyFile}) {
        if (const auto readable = checkReadable(path); !readable)
            return readable.error();
    }
    SslContextPointer context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return Error{ErrorKind::Internal, u"--tls: %1."_s.arg(openSslError())};
    configure(context.get());
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificateFile.toLocal8Bit().constData())
        != 1)
        return badFile(certificateFile, u"is no certificate in PEM that can be used"_s);
    if (SSL_CTX_use_PrivateKey_file(context.get(), keyFile.toLocal8Bit().constData(),
                                    SSL_FILETYPE_PEM)
            != 1
        || SSL_CTX_check_private_key(context.get()) != 1)
        return badFile(keyFile,
                       u"is no key in PEM, without a password, of the certificate '%1'"_s.arg(
                           certificateFile));
    return TlsContext(std::move(context));
}

} // namespace sessionbook
