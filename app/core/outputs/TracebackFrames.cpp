#include "outputs/TracebackFrames.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

using Kind = TracebackPart::Kind;

constexpr qsizetype longestHeaderLine = 1000; // what is longer is no line of IPython's

struct Line
{
    qsizetype start = 0;
    qsizetype length = 0; // with its line feed
};

QList<Line> linesOf(QStringView text)
{
    QList<Line> lines;
    qsizetype start = 0;
    while (start < text.size()) {
        const qsizetype feed = text.indexOf(u'\n', start);
        const qsizetype end = feed < 0 ? text.size() : feed + 1;
        lines.append({start, end - start});
        start = end;
    }
    return lines;
}

bool startsCellFrame(QStringView line)
{
    return line.startsWith(u"Cell In") || line.startsWith(u"Input In")
        || line.startsWith(u"<ipython-input-") || line.startsWith(u"File <ipython-input-")
        || (line.startsWith(u'/') && line.contains(u"/ipykernel_"));
}

bool startsFileFrame(QStringView line)
{
    // "File /usr/lib/…/base.py:3629, in Index.get_loc(…)", before IPython 8 "/usr/lib/…/base.py in
    // get_loc(…)".
    if (line.startsWith(u"File "))
        return line.contains(u", in ") || line.contains(u".py:") || line.contains(u".pyx:");
    const bool isPath = line.startsWith(u'/') || line.startsWith(u"~/") || line.startsWith(u"~\\")
        || line.startsWith(u"./") || line.startsWith(u"../")
        || (line.size() > 2 && line[1] == u':' && line[2] == u'\\') || line.startsWith(u'<');
    return (isPath || line.contains(u".pyx") || line.contains(u".pxi")) && line.contains(u" in ");
}

bool isLibrary(QStringView line)
{
    static constexpr std::array marks{u"site-packages",
                                      u"dist-packages",
                                      u"/lib/python",
                                      u"\\lib\\",
                                      u"\\Lib\\",
                                      u"<frozen",
                                      u"<__array_function__",
                                      u"<decorator-gen",
                                      u"<string>",
                                      u".pyx",
                                      u".pxi",
                                      u"conda3"};
    return std::ranges::any_of(
        marks, [&](const char16_t *mark) { return line.contains(QStringView(mark)); });
}

bool isHeading(QStringView line)
{
    const QStringView text = line.trimmed();
    const bool isRule
        = text.size() >= 20 && std::ranges::all_of(text, [](QChar c) { return c == u'-'; });
    return isRule
        || (text.endsWith(u"Traceback (most recent call last)") && !line.front().isSpace());
}

/// "During handling of the above exception…", or the last words of the error before it: "KeyError:
/// 1".
bool isNote(QStringView line)
{
    static const QRegularExpression words(u"^[A-Za-z_][A-Za-z0-9_.]*(: |$)"_s);
    return line.startsWith(u"During handling of the above")
        || line.startsWith(u"The above exception was the direct cause")
        || words.match(line.first(std::min<qsizetype>(line.size(), 200)).trimmed().toString())
               .hasMatch();
}

int markedLine(QStringView line)
{
    static const QRegularExpression arrow(u"^\\s*-+>\\s*(\\d{1,7})\\b"_s);
    return arrow.match(line.first(std::min<qsizetype>(line.size(), 60)).toString())
        .captured(1)
        .toInt();
}

/// Where the error's own last words begin: the traceback ends with "name: message".
qsizetype conclusionStart(const AnsiText &traceback, const QString &name, const QString &message)
{
    const QString words = message.isEmpty() ? name : name + ": "_L1 + message;
    const QStringView text = QStringView(traceback.plain);
    qsizetype end = text.size();
    while (end > 0 && text[end - 1].isSpace())
        --end;
    if (name.isEmpty() || !text.first(end).endsWith(QStringView(words).trimmed()))
        return text.size();
    const qsizetype start = end - QStringView(words).trimmed().size();
    return start == 0 || text[start - 1] == u'\n' ? start : text.size();
}

class Cutting
{
public:
    Cutting(const AnsiText &traceback, qsizetype conclusion)
        : m_text(traceback.plain)
        , m_conclusion(conclusion)
    {
    }

    TracebackFrames run()
    {
        for (const Line &line : linesOf(m_text)) {
            take(line);
            m_isAfterEmptyLine = line.length == 1;
        }
        return std::move(m_frames);
    }

private:
    void take(const Line &line)
    {
        if (line.start >= m_conclusion)
            return add(Kind::Conclusion, line, m_kind != Kind::Conclusion);
        const QStringView text
            = m_text.sliced(line.start, std::min(line.length, longestHeaderLine));
        if (startsCellFrame(text)) {
            m_isInCell = true;
            return add(Kind::OwnFrame, line, true);
        }
        if (startsFileFrame(text)) {
            m_isInCell = false;
            const bool isForeign = isLibrary(text);
            m_frames.libraryFrames += isForeign ? 1 : 0;
            return add(isForeign ? Kind::LibraryFrame : Kind::OwnFrame, line, true);
        }
        if (isHeading(text))
            return add(Kind::Heading, line, m_kind != Kind::Heading);
        const bool beginsNote = (m_isAfterEmptyLine && isNote(text)) || m_kind == Kind::Heading
            || m_frames.parts.isEmpty();
        if (beginsNote && !(m_kind == Kind::Heading && text.trimmed().isEmpty()))
            return add(Kind::Note, line, true);
        if (m_isInCell && m_kind == Kind::OwnFrame)
            if (const int number = markedLine(text))
                m_frames.cellLine = number;
        add(m_kind, line, false);
    }

    void add(Kind kind, const Line &line, bool isNew)
    {
        m_kind = kind;
        if (isNew || m_frames.parts.isEmpty())
            m_frames.parts.append({kind, line.start, line.length});
        else
            m_frames.parts.last().length += line.length;
    }

    QStringView m_text;
    qsizetype m_conclusion;
    TracebackFrames m_frames;
    Kind m_kind = Kind::Note;
    bool m_isInCell = false;
    bool m_isAfterEmptyLine = true;
};

} // namespace

TracebackFrames TracebackFrames::of(const AnsiText &traceback, const QString &name,
                                    const QString &message)
{
    return Cutting(traceback, conclusionStart(traceback, name, message)).run();
}

} // namespace sessionbook
