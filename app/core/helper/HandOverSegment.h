#pragma once

#include "helper/HelperMessages.h"

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// A part of a run's output, as the helper wrote it into a file of the session: a line that says
/// whose it is, how long and with which checksum, and then one message a line.
///
/// Anything in the session can write such files, so that all is checked and bounded. A value;
/// reading it is pure.
struct HandOverSegment
{
    static constexpr qsizetype maximumBytes = qsizetype{112} * 1024 * 1024;

    QList<QJsonObject> messages;
    std::optional<HelperEnd> end; ///< in the last one

    /// Nothing where it is not what it says it is, or belongs elsewhere.
    [[nodiscard]] static std::optional<HandOverSegment> read(const QByteArray &bytes,
                                                             const QString &run, int number);
};

} // namespace sessionbook
