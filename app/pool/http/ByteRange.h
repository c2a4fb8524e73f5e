#pragma once

#include <httplib.h>

#include <QtGlobal>

#include <optional>

namespace sessionbook {

/// The bytes of a file that a request asks for (RFC 9110, section 14).
struct ByteRange
{
    qint64 first = 0;
    qint64 length = 0;
    bool isPart = false; ///< answered by 206

    /// `ranges` as the library read them: -1 for an end that was left out. Several ranges at once
    /// are answered by the whole file, as the RFC allows. Null: the file has none of the bytes.
    [[nodiscard]] static std::optional<ByteRange> of(const httplib::Ranges &ranges, qint64 size);
};

} // namespace sessionbook
