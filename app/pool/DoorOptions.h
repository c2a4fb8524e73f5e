#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QStringList>

class QCommandLineParser;

namespace sessionbook {

/// What the command line says about who may speak to the pool, and where.
struct DoorOptions
{
    enum class Auth { Token, Entra, None };
    enum class Tls {
        Off,
        Auto, ///< certificates of our own making (LocalCertificates)
        Files
    };

    Auth auth = Auth::Token;
    QString address = QStringLiteral("127.0.0.1"); ///< numeric, as inet_ntop() writes it
    Tls tls = Tls::Off;
    QString certificateFile; ///< both for Tls::Files alone
    QString keyFile;
    QStringList hosts; ///< names beside those of this computer

    static void describe(QCommandLineParser &parser);
    [[nodiscard]] static Result<DoorOptions> read(const QCommandLineParser &parser);

    /// Only programs of this computer reach the address.
    [[nodiscard]] bool isLoopback() const;
    /// The address names no computer but all of this one's.
    [[nodiscard]] bool isWildcard() const;
    /// The name that clients of this computer use in a URL.
    [[nodiscard]] QString urlHost() const;
    /// Every name that a request may call the pool by.
    [[nodiscard]] QStringList acceptedHosts() const;
    [[nodiscard]] QString authName() const;
    [[nodiscard]] QString urlScheme() const;
    /// What the user should know before somebody else finds out; empty mostly.
    [[nodiscard]] QStringList warnings() const;
};

/// From `--token`, `--token-file` or the environment, in this order; empty where none of them is
/// given.
[[nodiscard]] Result<Secret> readToken(const QCommandLineParser &parser);

} // namespace sessionbook
