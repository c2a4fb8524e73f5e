#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QObject>
#include <QUrl>

namespace sessionbook {

/// The pool on this computer: starts `sessionbook-pool` as a child, reads where it listens, notices when it ends.
///
/// The pool ends with this object (its standard input closes). Lives in the GUI thread, never blocks. One for the program.
class LocalPool : public QObject
{
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Failed };

    /// `program` empty: sessionbook-pool beside this program, else ../libexec/sessionbook/, else on PATH.
    explicit LocalPool(QString program = {}, QObject *parent = nullptr);
    ~LocalPool() override;

    /// Does nothing while starting or running. Ends in stateChanged(Running) or stateChanged(Failed).
    void start();
    void stop();
    [[nodiscard]] State state() const;
    [[nodiscard]] QUrl endpoint() const; ///< empty unless Running
    [[nodiscard]] Secret token() const;
    /// Why it failed: ProcessFailed with the pool's own last words.
    [[nodiscard]] const Error &error() const;

signals:
    void stateChanged(sessionbook::LocalPool::State state);
};

} // namespace sessionbook
