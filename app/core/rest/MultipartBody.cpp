#include "rest/MultipartBody.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// As browsers write it: UTF-8, with only the characters escaped that would end the quoted string or
// the line.
QByteArray quotedName(const QString &name)
{
    QByteArray bytes = name.toUtf8();
    bytes.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    return bytes;
}

} // namespace

MultipartBody::MultipartBody(const QString &localPath, const QString &fileName, QObject *parent)
    : QIODevice(parent)
    , m_file(localPath)
    , m_boundary("sessionbook-" + QUuid::createUuid().toByteArray(QUuid::Id128))
{
    m_head = "--" + m_boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + quotedName(fileName) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    m_tail = "\r\n--" + m_boundary + "--\r\n";
}

bool MultipartBody::open()
{
    if (!m_file.open(QIODevice::ReadOnly)) {
        setErrorString(m_file.errorString());
        return false;
    }
    m_fileSize = m_file.size();
    return QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

QByteArray MultipartBody::contentType() const
{
    return "multipart/form-data; boundary=" + m_boundary;
}

qint64 MultipartBody::size() const
{
    return m_head.size() + m_fileSize + m_tail.size();
}

// Fills what it is given: an unbuffered QIODevice takes a short read for the end.
qint64 MultipartBody::readData(char *data, qint64 maxSize)
{
    qint64 total = 0;
    while (total < maxSize) {
        const qint64 count = readPiece(pos() + total, data + total, maxSize - total);
        if (count <= 0)
            break;
        total += count;
    }
    return total > 0 ? total : -1;
}

qint64 MultipartBody::readPiece(qint64 offset, char *data, qint64 maxSize)
{
    const qint64 fileEnd = m_head.size() + m_fileSize;
    const auto copyFrom = [&](const QByteArray &bytes, qint64 start) {
        const qint64 count = std::min(maxSize, bytes.size() - start);
        std::copy_n(bytes.constData() + start, count, data);
        return count;
    };
    if (offset < m_head.size())
        return copyFrom(m_head, offset);
    if (offset < fileEnd)
        return readFile(offset - m_head.size(), data, std::min(maxSize, fileEnd - offset));
    return copyFrom(m_tail, offset - fileEnd);
}

qint64 MultipartBody::readFile(qint64 offset, char *data, qint64 maxSize)
{
    if (m_file.pos() != offset && !m_file.seek(offset))
        return -1;
    const qint64 count = m_file.read(data, maxSize);
    if (count > 0)
        return count;
    setErrorString(count < 0 ? m_file.errorString() : u"The file became shorter"_s);
    return -1;
}

qint64 MultipartBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace sessionbook
