#include "execution/OutputWindow.h"

#include <QLocale>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// A line that overwrites itself is cut back to its last state when it is longer than this.
constexpr qsizetype longestRewrittenLine = 64 * 1024;
constexpr qsizetype largestPiece = 32 * 1024;

/// Never between the halves of a surrogate pair.
qsizetype safeCut(QStringView text, qsizetype at)
{
    const bool splitsPair
        = at > 0 && at < text.size() && text[at].isLowSurrogate() && text[at - 1].isHighSurrogate();
    return splitsPair ? at + 1 : at;
}

/// Where to cut so that at least `units` go and what stays begins with a whole line, if one begins
/// soon.
qsizetype cutNear(const QString &text, qint64 units)
{
    const qsizetype at = safeCut(text, std::min<qsizetype>(units, text.size()));
    const qsizetype lineEnd = text.indexOf(u'\n', at);
    return lineEnd >= 0 && lineEnd - at < 1024 ? lineEnd + 1 : at;
}

qint64 sizeOf(const DisplayContent &content)
{
    qint64 bytes = content.metadata.size();
    for (const MimePart &part : content.data.parts)
        bytes += part.data.size();
    return bytes;
}

QString counted(qint64 number)
{
    return QLocale::c().toString(number);
}

DisplayContent tooLargeNote(const DisplayContent &content)
{
    QStringList types;
    for (const MimePart &part : content.data.parts)
        types.append(part.type.left(80));
    const QString text = u"[… output of %1 bytes left out: %2 …]"_s.arg(
        counted(sizeOf(content)), types.mid(0, 8).join(", "_L1));
    DisplayContent note = content;
    note.data.parts = {MimePart{.type = u"text/plain"_s, .data = text.toUtf8()}};
    note.metadata = {};
    return note;
}

QString shortened(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    const qsizetype half = limit / 2;
    return text.left(safeCut(text, half))
        + u"\n[… %1 characters left out …]\n"_s.arg(counted(text.size() - 2 * half))
        + text.mid(safeCut(text, text.size() - half));
}

/// An exception may carry a message of any size and a traceback of any depth.
ErrorContent shortened(const ErrorContent &content, qint64 limit)
{
    constexpr qsizetype mostLines = 1000;
    QStringList lines = content.traceback;
    if (lines.size() > mostLines) {
        const QString note = u"[… %1 lines left out …]"_s.arg(lines.size() - mostLines);
        lines = lines.mid(0, mostLines / 2) + QStringList{note}
            + lines.mid(lines.size() - mostLines / 2);
    }
    const qsizetype eachLine = std::max<qsizetype>(256, limit / (2 * (lines.size() + 1)));
    for (QString &line : lines)
        line = shortened(line, eachLine);
    return {.name = shortened(content.name, 256),
            .message = shortened(content.message, std::max<qsizetype>(256, limit / 4)),
            .traceback = lines};
}

} // namespace

OutputWindow::OutputWindow(OutputLimits limits)
    : m_limits(limits)
{
}

void OutputWindow::appendText(const QString &streamName, QStringView text)
{
    while (!text.isEmpty()) {
        const qsizetype length = safeCut(text, std::min(largestPiece, text.size()));
        appendPiece(streamName, text.first(length));
        text = text.sliced(length);
    }
}

void OutputWindow::appendPiece(const QString &streamName, QStringView piece)
{
    if (m_last.entries.empty()) {
        const bool startsEntry
            = m_first.entries.empty() || m_first.entries.back().streamName != streamName;
        const bool isFull = startsEntry && std::ssize(m_first.entries) >= m_limits.outputs / 2;
        const qint64 room
            = isFull ? 0 : std::max<qint64>(0, m_limits.textUnits / 2 - m_first.textUnits);
        const qsizetype fits = safeCut(piece, std::min<qsizetype>(piece.size(), room));
        if (fits > 0)
            appendTo(m_first, streamName, piece.first(fits));
        piece = piece.sliced(fits);
    }
    if (piece.isEmpty())
        return;
    appendTo(m_last, streamName, piece);
    trimEnd();
}

void OutputWindow::appendTo(Half &half, const QString &streamName, QStringView piece)
{
    if (half.entries.empty() || half.entries.back().streamName != streamName)
        half.entries.push_back({.streamName = streamName});
    Entry &entry = half.entries.back();
    const qsizetype before = entry.text.size();
    entry.text.append(piece);
    entry.isStale = true;
    if (const qsizetype lineEnd = piece.lastIndexOf(u'\n'); lineEnd >= 0)
        entry.lineStart = before + lineEnd + 1;
    if (entry.text.size() - entry.lineStart > longestRewrittenLine) {
        // What a carriage return at the very end will overwrite is still on the screen, so that one
        // does not count.
        const qsizetype lastReturn = entry.text.lastIndexOf(u'\r', -2);
        if (lastReturn > entry.lineStart)
            entry.text.remove(entry.lineStart, lastReturn - entry.lineStart);
    }
    half.textUnits += entry.text.size() - before;
}

void OutputWindow::appendDisplay(const QString &displayId, const DisplayContent &content)
{
    const qint64 bytes = sizeOf(content);
    if (bytes > m_limits.richBytes / 2)
        return appendDisplay(displayId, tooLargeNote(content));
    appendRich({.displayId = displayId, .richBytes = bytes, .output = Output::display(content)});
}

void OutputWindow::appendError(const ErrorContent &content)
{
    const Output output = Output::error(shortened(content, m_limits.textUnits / 4));
    appendRich({.richBytes = output.json().size(), .output = output});
}

void OutputWindow::appendRich(Entry entry)
{
    const bool fitsFirst = m_last.entries.empty()
        && m_first.richBytes + entry.richBytes <= m_limits.richBytes / 2
        && std::ssize(m_first.entries) < m_limits.outputs / 2;
    Half &half = fitsFirst ? m_first : m_last;
    half.richBytes += entry.richBytes;
    half.entries.push_back(std::move(entry));
    trimEnd();
}

bool OutputWindow::replaceDisplay(const QString &displayId, const DisplayContent &content)
{
    const qint64 bytes = sizeOf(content);
    if (bytes > m_limits.richBytes / 2)
        return replaceDisplay(displayId, tooLargeNote(content));
    bool found = false;
    for (Half *half : {&m_first, &m_last}) {
        for (Entry &entry : half->entries) {
            if (entry.isStream() || entry.displayId != displayId)
                continue;
            half->richBytes += bytes - entry.richBytes;
            entry.richBytes = bytes;
            entry.output = Output::display(content);
            found = true;
        }
    }
    trimEnd();
    return found;
}

void OutputWindow::clear()
{
    *this = OutputWindow(m_limits);
}

void OutputWindow::trimEnd()
{
    // A quarter of slack before anything is cut: each cut moves the rest of the text, and must be
    // paid for by enough new text.
    if (const qint64 limit = m_limits.textUnits / 2; m_last.textUnits > limit + limit / 4) {
        while (m_last.textUnits > limit)
            dropOldest(true);
    }
    while (m_last.richBytes > m_limits.richBytes / 2)
        dropOldest(false);
    while (std::ssize(m_last.entries) > std::max(1, m_limits.outputs / 2))
        dropEntry(0);
}

void OutputWindow::dropOldest(bool stream)
{
    const auto found = std::ranges::find(m_last.entries, stream, &Entry::isStream);
    Q_ASSERT(found != m_last.entries.end());
    const qint64 excess = m_last.textUnits - m_limits.textUnits / 2;
    if (stream && found->text.size() > excess)
        cutFront(*found, excess);
    else
        dropEntry(size_t(found - m_last.entries.begin()));
}

void OutputWindow::dropEntry(size_t index)
{
    const Entry &entry = m_last.entries[index];
    m_omittedUnits += entry.text.size();
    m_omittedOutputs += entry.isStream() ? 0 : 1;
    m_last.textUnits -= entry.text.size();
    m_last.richBytes -= entry.richBytes;
    m_last.entries.erase(m_last.entries.begin() + std::ptrdiff_t(index));
}

void OutputWindow::cutFront(Entry &entry, qint64 units)
{
    const qsizetype cut = cutNear(entry.text, units);
    entry.text.remove(0, cut);
    entry.lineStart = std::max<qsizetype>(0, entry.lineStart - cut);
    entry.isStale = true;
    m_last.textUnits -= cut;
    m_omittedUnits += cut;
}

QString OutputWindow::note() const
{
    if (m_omittedOutputs == 0)
        return u"[… %1 characters of output left out …]"_s.arg(counted(m_omittedUnits));
    if (m_omittedUnits == 0)
        return u"[… %1 outputs left out …]"_s.arg(counted(m_omittedOutputs));
    return u"[… %1 characters and %2 outputs left out …]"_s.arg(counted(m_omittedUnits),
                                                                counted(m_omittedOutputs));
}

const Output &OutputWindow::serialized(Entry &entry)
{
    if (entry.isStale)
        entry.output = Output::stream(entry.streamName, entry.text);
    entry.isStale = false;
    return entry.output;
}

/// The last entry of the beginning and the first of the end, with the note between; one output
/// where they are one stream.
QList<Output> OutputWindow::boundary()
{
    Entry &before = m_first.entries.back();
    Entry &after = m_last.entries.front();
    const bool isNoted = m_omittedUnits > 0 || m_omittedOutputs > 0;
    if (before.isStream() && before.streamName == after.streamName) {
        const QString middle = isNoted ? "\n"_L1 + note() + "\n"_L1 : QString();
        return {Output::stream(before.streamName, before.text + middle + after.text)};
    }
    if (!isNoted)
        return {serialized(before), serialized(after)};
    return {serialized(before), Output::stream(u"stderr"_s, note() + "\n"_L1), serialized(after)};
}

QList<Output> OutputWindow::outputs()
{
    QList<Output> all;
    const bool isBroken = !m_first.entries.empty() && !m_last.entries.empty();
    const auto firstCount = m_first.entries.size() - (isBroken ? 1 : 0);
    for (size_t i = 0; i < firstCount; ++i)
        all.append(serialized(m_first.entries[i]));
    if (isBroken)
        all.append(boundary());
    for (size_t i = isBroken ? 1 : 0; i < m_last.entries.size(); ++i)
        all.append(serialized(m_last.entries[i]));
    return all;
}

QList<OutputWindow::NamedDisplay> OutputWindow::displays() const
{
    QList<NamedDisplay> named;
    for (const Half *half : {&m_first, &m_last}) {
        for (const Entry &entry : half->entries) {
            if (!entry.displayId.isEmpty())
                named.append({entry.displayId, entry.output});
        }
    }
    return named;
}

} // namespace sessionbook
