#pragma once

#include <QFile>
#include <QIODevice>

namespace sessionbook {

/// A multipart/form-data body of one part named "file", read from the disk while it is sent. Its
/// size is fixed when it is opened: a file that shrinks meanwhile fails the request instead of
/// sending something else.
class MultipartBody final : public QIODevice
{
    Q_OBJECT
public:
    MultipartBody(const QString &localPath, const QString &fileName, QObject *parent = nullptr);

    /// False with errorString() where the file cannot be read.
    bool open();
    [[nodiscard]] QByteArray contentType() const;
    [[nodiscard]] qint64 fileSize() const { return m_fileSize; }
    [[nodiscard]] qint64 size() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    using QIODevice::open;
    qint64 readPiece(qint64 offset, char *data, qint64 maxSize);
    qint64 readFile(qint64 offset, char *data, qint64 maxSize);

    QFile m_file;
    QByteArray m_boundary;
    QByteArray m_head;
    QByteArray m_tail;
    qint64 m_fileSize = 0;
};

} // namespace sessionbook
