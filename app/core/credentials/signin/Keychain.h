#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QString>

#include <functional>

class QObject;

namespace sessionbook {

/// The system's store of secrets. Each call returns at once; `callback` is called once from the
/// event loop, not after `context` was destroyed. Errors: NotFound (no such entry),
/// PermissionDenied (locked, or refused by the user), ReadFailed and WriteFailed (there is no
/// store, or it failed; `detail` says which).
class Keychain
{
public:
    using ReadCallback = std::function<void(Result<Secret>)>;
    using WriteCallback = std::function<void(Result<void, Error>)>;

    Keychain() = default;
    Keychain(const Keychain &) = delete;
    Keychain &operator=(const Keychain &) = delete;
    virtual ~Keychain() = default;

    virtual void read(const QString &key, QObject *context, ReadCallback callback) = 0;
    virtual void write(const QString &key, const Secret &secret, QObject *context,
                       WriteCallback callback)
        = 0;
    virtual void remove(const QString &key, QObject *context, WriteCallback callback) = 0;
};

} // namespace sessionbook
