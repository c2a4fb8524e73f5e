#pragma once

#include "notebook/files/DocumentLock.h"

#include <QLocalServer>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <unordered_map>

namespace sessionbook {

/// What is open where: a lock for each document of this process, and a local socket by which
/// another process may ask to bring one to the front. Only the same user may speak to it.
class OpenDocuments : public QObject
{
    Q_OBJECT
public:
    explicit OpenDocuments(QObject *parent = nullptr);
    ~OpenDocuments() override;

    /// `window` shows the file `path` now; an empty path gives its lock back, as does its end.
    void note(QObject *window, const QString &path);
    /// Where another process can be asked that has the file open; empty where it cannot be asked.
    /// Nothing where no other process has it.
    [[nodiscard]] std::optional<QString> elsewhere(const QString &path) const;
    /// Asks the process at `address` to bring the file to the front. `failed` is called where it
    /// does not answer, never after `context` is gone.
    static void askToShow(const QString &address, const QString &path, QObject *context,
                          std::function<void()> failed);

signals:
    void showRequested(const QString &path);

private:
    void listen();
    void takeCall();

    struct Entry
    {
        QString path;
        DocumentLock lock;
    };
    QLocalServer m_server;
    QString m_address;
    std::unordered_map<QObject *, Entry> m_entries;
};

} // namespace sessionbook
