#pragma once

#include "credentials/signin/Keychain.h"

namespace sessionbook {

/// The desktop's keychain (GNOME's or KDE's) by QtKeychain, entries of the service "sessionbook".
/// Never its plain-text fallback. Nothing is loaded or asked before the first call.
class SystemKeychain final : public Keychain
{
public:
    void read(const QString &key, QObject *context, ReadCallback callback) override;
    void write(const QString &key, const Secret &secret, QObject *context,
               WriteCallback callback) override;
    void remove(const QString &key, QObject *context, WriteCallback callback) override;
};

} // namespace sessionbook
