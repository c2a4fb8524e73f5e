#pragma once

#include "base/Result.h"

#include <QByteArrayView>
#include <QStringView>

class QIODevice;

namespace sessionbook {

/// Where an export goes, piece by piece: text in UTF-8. After a failure nothing more is written,
/// and result() says why.
class ExportStream
{
public:
    /// `device` must be open for writing and outlive the stream.
    explicit ExportStream(QIODevice &device);

    ExportStream &operator<<(QByteArrayView utf8);
    ExportStream &operator<<(QStringView text);
    ExportStream &operator<<(const char *utf8) { return *this << QByteArrayView(utf8); }

    /// Errors: DiskFull, PermissionDenied, WriteFailed.
    [[nodiscard]] Result<void> result() const { return m_result; }

private:
    QIODevice &m_device;
    Result<void> m_result;
};

} // namespace sessionbook
