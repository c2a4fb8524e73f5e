#pragma once

#include "pool/files/SessionDirectory.h"

#include <QByteArray>

namespace sessionbook {

/// A whole upload into a session's directory, as one request makes it.
inline Result<SessionFile> upload(const SessionDirectory &directory, const QString &path,
                                  const QByteArray &content)
{
    auto incoming = directory.beginUpload();
    if (!incoming)
        return incoming.error();
    if (const auto written = incoming->write(content.constData(), size_t(content.size())); !written)
        return written.error();
    return directory.commit(std::move(*incoming), path);
}

} // namespace sessionbook
