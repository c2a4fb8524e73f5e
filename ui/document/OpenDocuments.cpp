#include "document/OpenDocuments.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr qint64 callBytesAtMost = 8192; // a path, and its end
constexpr auto callTime = 2s;

/// Asks once and deletes itself.
class ShowCall : public QLocalSocket
{
public:
    ShowCall(const QString &address, const QString &path, QObject *parent,
             std::function<void()> failed)
        : QLocalSocket(parent)
        , m_failed(std::move(failed))
    {
        // In Base64 a path may hold what it likes.
        connect(this, &QLocalSocket::connected, this,
                [this, path] { write(path.toUtf8().toBase64() + '\n'); });
        connect(this, &QLocalSocket::readyRead, this, [this] { m_failed = nullptr; });
        connect(this, &QLocalSocket::disconnected, this, &ShowCall::end);
        connect(this, &QLocalSocket::errorOccurred, this, &ShowCall::end);
        QTimer::singleShot(callTime, this, &ShowCall::end);
        connectToServer(address);
    }

private:
    void end()
    {
        if (const auto failed = std::exchange(m_failed, nullptr))
            failed();
        deleteLater();
    }

    std::function<void()> m_failed; ///< empty: it was answered
};

} // namespace

OpenDocuments::OpenDocuments(QObject *parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &OpenDocuments::takeCall);
}

OpenDocuments::~OpenDocuments() = default;

/// Only when there is something to be asked for: a program without files needs no socket.
void OpenDocuments::listen()
{
    if (m_server.isListening())
        return;
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    const QString name = u"sessionbook-%1.socket"_s.arg(QCoreApplication::applicationPid());
    const QString path = QDir(runtime.isEmpty() ? QDir::tempPath() : runtime).filePath(name);
    QLocalServer::removeServer(path); // of a dead process that had the same number
    m_address = m_server.listen(path) ? path : QString();
}

void OpenDocuments::note(QObject *window, const QString &path)
{
    const auto known = m_entries.find(window);
    if (known != m_entries.end() && known->second.path == path && known->second.lock.isHeld())
        return;
    if (known == m_entries.end())
        connect(window, &QObject::destroyed, this, [this, window] { m_entries.erase(window); });
    m_entries[window] = {path, {}}; // gives back first: the names may lead to the same file
    if (path.isEmpty())
        return;
    listen();
    m_entries[window].lock = DocumentLock::take(path, m_address);
}

std::optional<QString> OpenDocuments::elsewhere(const QString &path) const
{
    const auto holder = DocumentLock::holderOf(path);
    const bool isOurs = holder && !m_address.isEmpty() && *holder == m_address;
    return isOurs ? std::nullopt : holder;
}

void OpenDocuments::takeCall()
{
    while (auto *call = m_server.nextPendingConnection()) {
        connect(call, &QLocalSocket::disconnected, call, &QObject::deleteLater);
        QTimer::singleShot(callTime, call, [call] { call->abort(); });
        connect(call, &QLocalSocket::readyRead, this, [this, call] {
            if (call->bytesAvailable() > callBytesAtMost)
                return call->abort();
            if (!call->canReadLine())
                return;
            const QString path = QString::fromUtf8(QByteArray::fromBase64(call->readLine()));
            call->write("shown\n");
            call->disconnectFromServer();
            emit showRequested(path);
        });
    }
}

void OpenDocuments::askToShow(const QString &address, const QString &path, QObject *context,
                              std::function<void()> failed)
{
    new ShowCall(address, path, context, std::move(failed));
}

} // namespace sessionbook
