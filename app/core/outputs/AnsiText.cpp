#include "outputs/AnsiText.h"

#include <array>
#include <span>
#include <vector>

namespace sessionbook {
namespace {

constexpr char16_t bell = 0x07;
constexpr char16_t backspace = 0x08;
constexpr char16_t escape = 0x1b;
constexpr char16_t deleteChar = 0x7f;
constexpr char16_t csiSingle = 0x9b; // the one-character form of ESC [
constexpr qsizetype maximumParameters = 32;

/// Red, green and blue of the 6×6×6 cube and the grey ramp above the sixteen.
QRgb paletteColor(int index)
{
    if (index >= 232) {
        const int grey = 8 + (index - 232) * 10;
        return qRgb(grey, grey, grey);
    }
    constexpr std::array<int, 6> steps{0, 95, 135, 175, 215, 255};
    const auto cube = static_cast<size_t>(index - 16);
    return qRgb(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]);
}

AnsiColor indexedColor(int index)
{
    if (index < 16)
        return AnsiColor{.index = index};
    return AnsiColor{.rgb = paletteColor(index)};
}

/// The colour after 38 or 48, and how many further numbers belong to it.
struct ExtendedColor
{
    std::optional<AnsiColor> color;
    size_t consumed = 0;
};

ExtendedColor extendedColor(std::span<const int> rest)
{
    const auto isByte = [](int value) { return value >= 0 && value <= 255; };
    if (rest.size() >= 2 && rest[0] == 5 && isByte(rest[1]))
        return {indexedColor(rest[1]), 2};
    if (rest.size() >= 4 && rest[0] == 2 && isByte(rest[1]) && isByte(rest[2]) && isByte(rest[3]))
        return {AnsiColor{.rgb = qRgb(rest[1], rest[2], rest[3])}, 4};
    return {std::nullopt, rest.size()};
}

void applyColor(AnsiStyle &style, int code)
{
    if (code >= 30 && code <= 37)
        style.foreground = indexedColor(code - 30);
    else if (code >= 90 && code <= 97)
        style.foreground = indexedColor(code - 90 + 8);
    else if (code >= 40 && code <= 47)
        style.background = indexedColor(code - 40);
    else if (code >= 100 && code <= 107)
        style.background = indexedColor(code - 100 + 8);
    else if (code == 39)
        style.foreground.reset();
    else if (code == 49)
        style.background.reset();
}

void applyAttribute(AnsiStyle &style, int code)
{
    switch (code) {
    case 0:
        style = {};
        break;
    case 1:
        style.bold = true;
        break;
    case 3:
        style.italic = true;
        break;
    case 4:
        style.underline = true;
        break;
    case 7:
        style.inverse = true;
        break;
    case 21: // some terminals: bold off
    case 22:
        style.bold = false;
        break;
    case 23:
        style.italic = false;
        break;
    case 24:
        style.underline = false;
        break;
    case 27:
        style.inverse = false;
        break;
    default:
        applyColor(style, code);
    }
}

void applyGraphics(AnsiStyle &style, std::span<const int> codes)
{
    for (size_t i = 0; i < codes.size(); ++i) {
        const int code = codes[i];
        if (code != 38 && code != 48) {
            applyAttribute(style, code);
            continue;
        }
        const ExtendedColor extended = extendedColor(codes.subspan(i + 1));
        if (extended.color)
            (code == 38 ? style.foreground : style.background) = extended.color;
        i += extended.consumed;
    }
}

/// One terminal line being written, and the lines done so far.
class Screen
{
public:
    explicit Screen(qsizetype expectedLength) { m_done.plain.reserve(expectedLength); }

    AnsiStyle style;

    void put(char32_t character)
    {
        const Cell cell{character, currentStyle()};
        if (m_cursor < m_line.size())
            m_line[m_cursor] = cell;
        else
            m_line.push_back(cell);
        ++m_cursor;
    }
    void carriageReturn() { m_cursor = 0; }
    void back() { m_cursor -= m_cursor > 0 ? 1 : 0; }
    /// A whole line is erased together with its place: filling up to the cursor again and again
    /// would cost its square.
    void eraseInLine(int mode)
    {
        if (mode == 0)
            m_line.resize(m_cursor);
        if (mode != 2)
            return;
        m_line.clear();
        m_cursor = 0;
    }
    void newLine()
    {
        flushLine();
        m_done.plain.append(u'\n');
    }
    AnsiText finished()
    {
        flushLine();
        return std::move(m_done);
    }

private:
    struct Cell
    {
        char32_t character;
        quint32 style;
    };

    quint32 currentStyle()
    {
        if (m_styles.back() != style)
            m_styles.push_back(style);
        return static_cast<quint32>(m_styles.size() - 1);
    }
    void flushLine()
    {
        for (const Cell &cell : m_line) {
            const qsizetype start = m_done.plain.size();
            m_done.plain.append(QChar::fromUcs4(cell.character));
            extendRun(start, m_done.plain.size() - start, m_styles[cell.style]);
        }
        m_line.clear();
        m_cursor = 0;
        m_styles.erase(m_styles.begin(), m_styles.end() - 1);
    }
    void extendRun(qsizetype start, qsizetype length, const AnsiStyle &cellStyle)
    {
        if (cellStyle == AnsiStyle{})
            return;
        if (!m_done.runs.isEmpty()) {
            AnsiRun &last = m_done.runs.last();
            if (last.start + last.length == start && last.style == cellStyle) {
                last.length += length;
                return;
            }
        }
        m_done.runs.append({start, length, cellStyle});
    }

    AnsiText m_done;
    std::vector<Cell> m_line;
    size_t m_cursor = 0;
    std::vector<AnsiStyle> m_styles{AnsiStyle{}}; // what the line's cells refer to
};

/// Reads the text from left to right; every character is looked at a bounded number of times.
class Parser
{
public:
    explicit Parser(QStringView text)
        : m_text(text)
        , m_screen(text.size())
    {
    }

    AnsiText parse()
    {
        while (m_at < m_text.size())
            readOne();
        return m_screen.finished();
    }

private:
    void readOne()
    {
        const char16_t unit = m_text[m_at].unicode();
        if (unit == escape) {
            ++m_at;
            readEscape();
        } else if (unit == csiSingle) {
            ++m_at;
            readControlSequence();
        } else if (unit < 0x20 || (unit >= deleteChar && unit < 0xa0)) {
            ++m_at;
            control(unit);
        } else {
            m_screen.put(readCodePoint());
        }
    }

    void control(char16_t unit)
    {
        switch (unit) {
        case u'\n':
            m_screen.newLine();
            break;
        case u'\r':
            m_screen.carriageReturn();
            break;
        case u'\t':
            m_screen.put(U'\t');
            break;
        case backspace:
            m_screen.back();
            break;
        default:
            break;
        }
    }

    char32_t readCodePoint()
    {
        const QChar first = m_text[m_at++];
        if (first.isHighSurrogate() && m_at < m_text.size() && m_text[m_at].isLowSurrogate())
            return QChar::surrogateToUcs4(first, m_text[m_at++]);
        return first.isSurrogate() ? char32_t(QChar::ReplacementCharacter) : first.unicode();
    }

    void readEscape()
    {
        if (m_at >= m_text.size())
            return;
        const char16_t kind = m_text[m_at].unicode();
        if (kind == u'[') {
            ++m_at;
            readControlSequence();
        } else if (kind == u']' || kind == u'P' || kind == u'X' || kind == u'^' || kind == u'_') {
            ++m_at;
            skipControlString();
        } else {
            skipShortEscape();
        }
    }

    // ESC, any number of intermediates such as '(', one final character.
    void skipShortEscape()
    {
        while (m_at < m_text.size() && m_text[m_at] >= u' ' && m_text[m_at] <= u'/')
            ++m_at;
        if (m_at < m_text.size() && m_text[m_at] >= u'0' && m_text[m_at] <= u'~')
            ++m_at;
    }

    // A title or link: up to BEL or ESC \. A line feed ends it too, so that a cut-off one does not
    // swallow the rest.
    void skipControlString()
    {
        while (m_at < m_text.size()) {
            const char16_t unit = m_text[m_at].unicode();
            if (unit == u'\n' || unit == escape)
                break;
            ++m_at;
            if (unit == bell)
                return;
        }
        if (m_text.sliced(m_at).startsWith(u"\x1b\\"))
            m_at += 2;
    }

    void readControlSequence()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= u' ' && m_text[m_at] <= u'?')
            ++m_at;
        if (m_at >= m_text.size() || m_text[m_at] < u'@' || m_text[m_at] > u'~')
            return; // cut off or not a sequence: what there was of it is dropped
        const QStringView parameters = m_text.sliced(start, m_at - start);
        const QChar final = m_text[m_at++];
        if (final == u'm')
            applyGraphics(m_screen.style, numbers(parameters));
        else if (final == u'K')
            m_screen.eraseInLine(numbers(parameters).front());
    }

    std::span<const int> numbers(QStringView parameters)
    {
        m_numbers.assign(1, 0);
        for (const QChar character : parameters) {
            int &last = m_numbers.back();
            if (character >= u'0' && character <= u'9')
                last = std::min(last * 10 + character.unicode() - u'0', 9999);
            else if (character != u';' && character != u':')
                last = 9999; // a private marker such as '?': no number that means anything to us
            else if (std::ssize(m_numbers) >= maximumParameters)
                break;
            else
                m_numbers.push_back(0);
        }
        return m_numbers;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    Screen m_screen;
    std::vector<int> m_numbers;
};

} // namespace

AnsiText AnsiText::parse(QStringView text)
{
    return Parser(text).parse();
}

} // namespace sessionbook
