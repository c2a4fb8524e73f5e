#include "notebook/json/JsonFaultPlace.h"

#include <algorithm>

namespace sessionbook {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

bool isConflictMarker(QByteArrayView line)
{
    return line.startsWith("<<<<<<<") || line.startsWith("=======") || line.startsWith(">>>>>>>");
}

/// The length of the sequence at `at`, or 0 where it is not valid (overlong, surrogate, above
/// U+10FFFF or cut off).
qsizetype sequenceLength(QByteArrayView text, qsizetype at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80)
        return 1;
    const qsizetype length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at < length)
        return 0;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)
        || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
        return 0;
    const QByteArrayView tail = text.sliced(at + 1, length - 1);
    return std::all_of(tail.begin(), tail.end(), isContinuation) ? length : 0;
}

} // namespace

Error JsonFaultPlace::error(QByteArrayView text, const JsonFault &fault)
{
    const QByteArrayView before = text.first(std::min(fault.offset, text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const QByteArrayView inLine = before.sliced(lineStart);
    const QByteArrayView line = text.sliced(lineStart);

    Error error{ErrorKind::InvalidJson, fault.reason};
    error.line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
    error.column
        = static_cast<int>(inLine.size() - std::ranges::count_if(inLine, isContinuation)) + 1;
    if (isConflictMarker(line))
        error.detail = QStringLiteral("git conflict markers");
    return error;
}

qsizetype JsonFaultPlace::firstInvalidUtf8(QByteArrayView text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype length = sequenceLength(text, at);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

} // namespace sessionbook
