#include "rest/OneShotBody.h"

#include <algorithm>

namespace sessionbook {

OneShotBody::OneShotBody(QByteArray bytes, QObject *parent)
    : QIODevice(parent)
    , m_bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool OneShotBody::reset()
{
    return !m_wasRead;
}

qint64 OneShotBody::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min(maxSize, m_bytes.size() - pos());
    if (count <= 0)
        return -1;
    m_wasRead = true;
    std::copy_n(m_bytes.constData() + pos(), count, data);
    return count;
}

qint64 OneShotBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace sessionbook
