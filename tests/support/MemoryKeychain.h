#pragma once

#include "credentials/signin/Keychain.h"

#include <QHash>
#include <QTimer>

namespace sessionbook {

/// A keychain that forgets with its object. Answers from the event loop, as the system's does.
class MemoryKeychain final : public Keychain
{
public:
    void read(const QString &key, QObject *context, ReadCallback callback) override
    {
        ++reads;
        later(context, [this, key, callback] {
            if (failure)
                return callback(*failure);
            if (!entries.contains(key))
                return callback(Error{ErrorKind::NotFound, QStringLiteral("no such entry")});
            callback(entries.value(key));
        });
    }
    void write(const QString &key, const Secret &secret, QObject *context,
               WriteCallback callback) override
    {
        later(context, [this, key, secret, callback] {
            if (failure)
                return callback(*failure);
            entries.insert(key, secret);
            callback({});
        });
    }
    void remove(const QString &key, QObject *context, WriteCallback callback) override
    {
        later(context, [this, key, callback] {
            if (failure)
                return callback(*failure);
            entries.remove(key);
            callback({});
        });
    }

    QHash<QString, Secret> entries;
    std::optional<Error> failure; ///< of every call, where there is no keychain
    int reads = 0;

private:
    static void later(QObject *context, std::function<void()> call)
    {
        QTimer::singleShot(0, context, std::move(call));
    }
};

} // namespace sessionbook
