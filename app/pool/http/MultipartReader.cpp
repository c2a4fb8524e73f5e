#include "MultipartReader.h"

#include <QHash>
#include <QList>

#include <algorithm>

namespace sessionbook {

namespace {

constexpr qsizetype MaxBoundaryBytes = 200;

/// `text` from `at` to the next of `ends` that is not within quotes; `at` goes behind that.
QByteArray takeUntil(const QByteArray &text, qsizetype &at, char end)
{
    const qsizetype begin = at;
    bool isQuoted = false;
    for (; at < text.size() && (isQuoted || text.at(at) != end); ++at) {
        if (isQuoted && text.at(at) == '\\')
            ++at;
        else if (text.at(at) == '"')
            isQuoted = !isQuoted;
    }
    const QByteArray piece = text.mid(begin, at - begin);
    ++at;
    return piece.trimmed();
}

/// Only quotes and backslashes are taken for escaped ones: some browsers send Windows paths as they
/// are.
QByteArray unquoted(const QByteArray &value)
{
    if (value.size() < 2 || !value.startsWith('"') || !value.endsWith('"'))
        return value;
    QByteArray text = value.mid(1, value.size() - 2);
    text.replace("\\\"", "\"");
    text.replace("\\\\", "\\");
    return text;
}

/// `type; name=value; …`: the parameters by their names in lower case.
QHash<QByteArray, QByteArray> parametersOf(const QByteArray &header)
{
    QHash<QByteArray, QByteArray> parameters;
    qsizetype at = 0;
    takeUntil(header, at, ';');
    while (at < header.size()) {
        const QByteArray parameter = takeUntil(header, at, ';');
        const qsizetype equals = parameter.indexOf('=');
        if (equals > 0)
            parameters.insert(parameter.left(equals).trimmed().toLower(),
                              unquoted(parameter.mid(equals + 1).trimmed()));
    }
    return parameters;
}

/// `UTF-8''percent-encoded` (RFC 8187); empty for any other character set.
QString extendedValue(const QByteArray &value)
{
    const QList<QByteArray> parts = value.split('\'');
    const bool isUtf8 = parts.size() == 3 && parts.first().toLower() == "utf-8";
    return isUtf8 ? QString::fromUtf8(QByteArray::fromPercentEncoding(parts.last())) : QString();
}

} // namespace

std::optional<QByteArray> MultipartReader::boundaryOf(const QByteArray &contentType)
{
    qsizetype at = 0;
    if (takeUntil(contentType, at, ';').toLower() != "multipart/form-data")
        return std::nullopt;
    const QByteArray boundary = parametersOf(contentType).value("boundary");
    const bool isUsable = !boundary.isEmpty() && boundary.size() <= MaxBoundaryBytes;
    return isUsable ? std::optional(boundary) : std::nullopt;
}

MultipartReader::MultipartReader(const QByteArray &boundary, MultipartSink &sink)
    : m_delimiter("\r\n--" + boundary)
    , m_sink(sink)
{
}

void MultipartReader::feed(const char *bytes, qsizetype count)
{
    if (m_state == State::Ended || m_state == State::Broken)
        return;
    m_waiting.append(bytes, count);
    while (step())
        continue;
}

bool MultipartReader::step()
{
    switch (m_state) {
    case State::Between:
        return skipToDelimiter();
    case State::AfterDelimiter:
        return takeDelimiterEnd();
    case State::Head:
        return takeHead();
    case State::Body:
        return takeBody();
    case State::Ended:
    case State::Broken:
        break;
    }
    m_waiting.clear();
    return false;
}

bool MultipartReader::skipToDelimiter()
{
    const qsizetype found = m_waiting.indexOf(m_delimiter);
    if (found < 0) {
        m_waiting = m_waiting.last(std::min(m_waiting.size(), m_delimiter.size() - 1));
        return false;
    }
    m_waiting.remove(0, found + m_delimiter.size());
    m_state = State::AfterDelimiter;
    return true;
}

bool MultipartReader::takeDelimiterEnd()
{
    if (m_waiting.startsWith("--")) {
        m_state = State::Ended;
        return true;
    }
    const qsizetype lineEnd = m_waiting.indexOf("\r\n");
    // Spaces may stand between a boundary and its line's end, nothing else.
    const QByteArray padding = m_waiting.left(lineEnd < 0 ? m_waiting.size() : lineEnd);
    if (padding.size() > MaxBoundaryBytes || (lineEnd >= 0 && !padding.trimmed().isEmpty()))
        m_state = State::Broken;
    else if (lineEnd < 0)
        return false;
    else
        m_state = State::Head;
    // The line end stays: a head without lines is its own end.
    m_waiting.remove(0, std::max<qsizetype>(lineEnd, 0));
    return true;
}

bool MultipartReader::takeHead()
{
    const qsizetype end = m_waiting.indexOf("\r\n\r\n");
    if (end < 0 && m_waiting.size() <= MaxHeadBytes)
        return false;
    if (end < 0 || end > MaxHeadBytes) {
        m_state = State::Broken;
        return true;
    }
    m_sink.beginPart(multipartPartOf(m_waiting.left(end)));
    m_waiting.remove(0, end + 4);
    m_state = State::Body;
    return true;
}

bool MultipartReader::takeBody()
{
    const qsizetype found = m_waiting.indexOf(m_delimiter);
    // The last bytes may be the beginning of a delimiter.
    const qsizetype certain
        = found < 0 ? std::max<qsizetype>(m_waiting.size() - m_delimiter.size() + 1, 0) : found;
    if (certain > 0)
        m_sink.takeBytes(m_waiting.constData(), certain);
    m_waiting.remove(0, found < 0 ? certain : found + m_delimiter.size());
    if (found >= 0)
        m_state = State::AfterDelimiter;
    return found >= 0;
}

MultipartPart multipartPartOf(const QByteArray &head)
{
    MultipartPart part;
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || line.left(colon).trimmed().toLower() != "content-disposition")
            continue;
        const auto parameters = parametersOf(line.mid(colon + 1));
        const QString extended = extendedValue(parameters.value("filename*"));
        part.name = QString::fromUtf8(parameters.value("name"));
        part.fileName
            = extended.isEmpty() ? QString::fromUtf8(parameters.value("filename")) : extended;
    }
    return part;
}

} // namespace sessionbook
