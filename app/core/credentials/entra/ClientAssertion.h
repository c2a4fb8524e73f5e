#pragma once

#include "credentials/entra/ClientCertificate.h"

#include <QDateTime>
#include <QUrl>

namespace sessionbook {

/// A JSON web token by which a program says who it is, signed (PS256) with its certificate.
struct ClientAssertion
{
    enum class Chain {
        Leave, ///< the certificate is registered with the application
        Send ///< its name is; the chain proves that the right authority signed it
    };

    QUrl audience; ///< the token endpoint
    QString clientId;
    QDateTime now;
    Chain chain = Chain::Leave;

    /// Valid for ten minutes, each with an identifier of its own. Empty when OpenSSL fails.
    [[nodiscard]] Secret signedWith(const ClientCertificate &certificate) const;
};

} // namespace sessionbook
