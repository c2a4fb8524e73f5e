#pragma once

#include "OpenSsl.h"
#include "base/Result.h"

namespace sessionbook {

/// What every encrypted connection shares: the certificate, its key, and which TLS is spoken (1.2
/// and 1.3). Moves; used from any thread once it is made.
class TlsContext
{
public:
    /// Both in PEM: the certificate, followed by those between it and its authority, and its key
    /// without a password. The error names the file.
    [[nodiscard]] static Result<TlsContext> fromFiles(const QString &certificateFile,
                                                      const QString &keyFile);

    /// For one connection; null without memory.
    [[nodiscard]] SslPointer connection() const { return SslPointer(SSL_new(m_context.get())); }

private:
    explicit TlsContext(SslContextPointer context)
        : m_context(std::move(context))
    {
    }

    SslContextPointer m_context;
};

} // namespace sessionbook
