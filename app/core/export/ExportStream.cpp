#include "export/ExportStream.h"

#include "notebook/files/SystemError.h"

#include <QIODevice>

#include <cerrno>

namespace sessionbook {

ExportStream::ExportStream(QIODevice &device)
    : m_device(device)
{
}

ExportStream &ExportStream::operator<<(QByteArrayView utf8)
{
    if (!m_result)
        return *this;
    errno = 0; // the device tells "cannot write" only
    if (m_device.write(utf8.data(), utf8.size()) != utf8.size())
        m_result = Error{SystemError::writeKind(errno), m_device.errorString()};
    return *this;
}

ExportStream &ExportStream::operator<<(QStringView text)
{
    return *this << QByteArrayView(text.toUtf8());
}

} // namespace sessionbook
