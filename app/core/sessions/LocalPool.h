#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <memory>

class QProcess;

namespace sessionbook {

/// The pool on this computer: starts `sessionbook-pool` as a child, reads where it listens, notices
/// when it ends.
///
/// The pool ends with this object or this program, however that ends: its standard input closes.
/// Lives in the GUI thread, never blocks. One for the program. After Failed or Stopped, start()
/// makes a new pool with another endpoint and token.
class LocalPool : public QObject
{
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Failed };

    /// `program` empty: sessionbook-pool beside this program, else ../libexec/sessionbook/, else on
    /// PATH.
    explicit LocalPool(QString program = {}, QObject *parent = nullptr);
    ~LocalPool() override;

    /// Does nothing while starting or running. Ends in stateChanged(Running) or
    /// stateChanged(Failed).
    void start();
    void stop();
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QUrl endpoint() const { return m_endpoint; } ///< empty unless Running
    [[nodiscard]] Secret token() const { return m_token; }
    [[nodiscard]] qint64 processId() const; ///< 0 unless Starting or Running
    /// Why it failed: ProcessFailed with the pool's own last words.
    [[nodiscard]] const Error &error() const { return m_error; }

signals:
    void stateChanged(sessionbook::LocalPool::State state);

private:
    [[nodiscard]] QString program() const;
    void readAnnouncement();
    void collectLastWords();
    void processEnded();
    void fail(const QString &detail);
    void letGo();
    void setState(State state);

    QString m_program;
    std::unique_ptr<QProcess> m_process;
    int m_startNumber = 0; ///< so that the deadline of an earlier start is known as such
    QByteArray m_announcement;
    QByteArray m_lastWords;
    State m_state = State::Stopped;
    QUrl m_endpoint;
    Secret m_token;
    Error m_error;
};

} // namespace sessionbook
