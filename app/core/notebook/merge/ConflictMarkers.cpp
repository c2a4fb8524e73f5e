#include "notebook/merge/ConflictMarkers.h"

#include <algorithm>

namespace sessionbook {

namespace {

constexpr qsizetype shortestMarker = 7;

/// How many of `sign` a line that is a marker begins with, else 0.
qsizetype markerLength(QByteArrayView line, char sign)
{
    qsizetype length = 0;
    while (length < line.size() && line[length] == sign)
        ++length;
    const bool endsThere = length == line.size() || line[length] == ' ';
    return length >= shortestMarker && endsThere ? length : 0;
}

QByteArrayView withoutLineEnd(QByteArrayView line)
{
    if (line.endsWith('\n'))
        line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

class MarkerReader
{
public:
    std::optional<ConflictedText> read(QByteArrayView text)
    {
        while (!text.isEmpty() && m_isWellFormed) {
            const qsizetype end = text.indexOf('\n');
            const QByteArrayView line = end < 0 ? text : text.first(end + 1);
            text = text.sliced(line.size());
            ++m_line;
            readLine(line);
        }
        if (!m_isWellFormed || m_place != Place::Outside || m_result.markerLines.isEmpty())
            return std::nullopt;
        if (m_hasEveryBase)
            m_result.base = std::move(m_base);
        return std::move(m_result);
    }

private:
    enum class Place { Outside, Ours, Base, Theirs };

    void readLine(QByteArrayView line)
    {
        const QByteArrayView content = withoutLineEnd(line);
        switch (m_place) {
        case Place::Outside:
            m_length = markerLength(content, '<');
            if (m_length > 0)
                return begin(content);
            m_isWellFormed = markerLength(content, '>') == 0 && content != "=======";
            take(m_result.ours, line);
            take(m_base, line);
            return take(m_result.theirs, line);
        case Place::Ours:
            if (isMarker(content, '|'))
                return enter(Place::Base, m_base, content);
            if (isMarker(content, '=')) {
                m_hasEveryBase = false;
                m_place = Place::Theirs;
                return;
            }
            m_isWellFormed = !isMarker(content, '<') && !isMarker(content, '>');
            return take(m_result.ours, line);
        case Place::Base:
            if (isMarker(content, '=')) {
                m_place = Place::Theirs;
                return;
            }
            m_isWellFormed = !isMarker(content, '<') && !isMarker(content, '>');
            return take(m_base, line);
        case Place::Theirs:
            if (isMarker(content, '>'))
                return enter(Place::Outside, m_result.theirs, content);
            m_isWellFormed = !isMarker(content, '<') && !isMarker(content, '=');
            return take(m_result.theirs, line);
        }
    }

    void begin(QByteArrayView content)
    {
        m_result.markerLines += m_line;
        enter(Place::Ours, m_result.ours, content);
    }

    /// The first conflict names the sides.
    void enter(Place place, ConflictSide &side, QByteArrayView content)
    {
        m_place = place;
        if (side.name.isEmpty())
            side.name = QString::fromUtf8(content.sliced(m_length)).trimmed();
    }

    [[nodiscard]] bool isMarker(QByteArrayView content, char sign) const
    {
        return markerLength(content, sign) == m_length;
    }

    void take(ConflictSide &side, QByteArrayView line) const { side.take(line, m_line); }

    ConflictedText m_result;
    ConflictSide m_base;
    Place m_place = Place::Outside;
    qsizetype m_length = 0; ///< of the markers of the conflict at hand
    int m_line = 0;
    bool m_hasEveryBase = true;
    bool m_isWellFormed = true;
};

} // namespace

void ConflictSide::take(QByteArrayView line, int fileLine)
{
    text += line;
    ++lineCount;
    if (runs.isEmpty() || this->fileLine(lineCount) != fileLine)
        runs += {lineCount, fileLine};
}

int ConflictSide::fileLine(int line) const
{
    const auto behind = std::ranges::upper_bound(runs, line, {}, &Run::line);
    if (behind == runs.begin())
        return line;
    const Run &run = *std::prev(behind);
    return run.fileLine + line - run.line;
}

std::optional<ConflictedText> ConflictMarkers::parse(const QByteArray &text)
{
    return MarkerReader().read(text);
}

} // namespace sessionbook
