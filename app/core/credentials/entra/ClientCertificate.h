#pragma once

#include "base/Result.h"
#include "base/Secret.h"
#include "credentials/SourceFailure.h"
#include "credentials/entra/OpenSslPointers.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace sessionbook {

/// The certificate and RSA key that a program proves itself to Entra ID with; moves.
class ClientCertificate
{
public:
    /// From a PEM file (key and certificates in any order, the key possibly encrypted) or a PKCS#12
    /// one. Failures stop the chain and name the file, not its content: not there, neither of the
    /// two, wrong password, no RSA key, key of another certificate.
    [[nodiscard]] static Result<ClientCertificate, SourceFailure> load(const QString &path,
                                                                       const Secret &password);

    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes; empty when OpenSSL fails.
    [[nodiscard]] QByteArray sign(const QByteArray &message) const;
    [[nodiscard]] QByteArray sha256() const; ///< of the certificate
    /// The certificate and those that signed it, as DER.
    [[nodiscard]] const QByteArrayList &chain() const { return m_chain; }

private:
    ClientCertificate() = default;

    PrivateKeyPointer m_key;
    QByteArrayList m_chain; ///< the key's own first
};

} // namespace sessionbook
