#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"
#include "notebook/files/FileState.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace sessionbook {

class FileWatch;
class Notebook;

/// A version of the document that lies on disk.
struct SavedVersion
{
    QString path;
    NotebookData data;
    quint64 revision = 0; ///< of the notebook when it was saved
    FileState state;
};

/// Writes a window's document on worker threads, one save at a time. What is asked for meanwhile
/// waits and is made with the text of its own time.
///
/// Borrows the watch, which looks away from the file while it is written.
class DocumentSaver : public QObject
{
    Q_OBJECT
public:
    using Then = std::function<void()>;
    /// Whether the file must still hold what is known of it; a file that was just chosen to be
    /// replaced need not.
    enum class Compare { Yes, No };

    DocumentSaver(FileWatch &watch, std::function<const Notebook &()> notebook,
                  QObject *parent = nullptr);

    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    /// `then` is called after the save and every one that waited with it, and not after a failure.
    /// With a save that fails go those that wait for the same file.
    void save(const QString &path, Compare compare, Then then);

signals:
    void busyChanged();
    void saved(const sessionbook::SavedVersion &version);
    /// `then` was not called, of this save and those that went with it: it waits for another try.
    void failed(const sessionbook::Error &error, const std::function<void()> &then);

private:
    struct Order
    {
        QString path;
        Compare compare;
        Then then;
        bool isForDocument = false; ///< for its file, whatever that is when it is written
    };
    void start(Order order);
    void finish(const Order &order, SavedVersion version, const Result<FileState> &result);
    void fail(const Order &order, const Error &error);
    [[nodiscard]] bool isWatched(const QString &path) const;

    FileWatch &m_watch;
    std::function<const Notebook &()> m_notebook;
    bool m_isBusy = false;
    QList<Order> m_waiting;
};

} // namespace sessionbook
