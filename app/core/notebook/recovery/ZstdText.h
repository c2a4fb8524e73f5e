#pragma once

#include "notebook/json/ByteSlice.h"

#include <QByteArray>
#include <QList>

#include <optional>

class QIODevice;

namespace sessionbook {

/// Texts compressed by zstd.
namespace ZstdText {

/// Writes one frame with a checksum. False where the device took it not; its error says why.
[[nodiscard]] bool write(const QList<ByteSlice> &pieces, QIODevice &device);
/// The text of the frames in `bytes`, which must be of exactly `size` bytes: what claims to be more
/// is not unpacked. Nothing where it is damaged.
[[nodiscard]] std::optional<QByteArray> read(const QByteArray &bytes, qint64 size);

} // namespace ZstdText

} // namespace sessionbook
