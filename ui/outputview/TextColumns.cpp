#include "outputview/TextColumns.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace sessionbook {
namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// Unicode's East Asian wide and full-width characters and the emoji that are shown as pictures, in
// blocks.
constexpr std::array wideRanges{
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x2329, 0x232a},
    Range{0x23e9, 0x23ec},   Range{0x25fd, 0x25fe},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x26a1, 0x26a1},   Range{0x2705, 0x2705},
    Range{0x270a, 0x270b},   Range{0x2728, 0x2728},   Range{0x274c, 0x274c},
    Range{0x2753, 0x2755},   Range{0x2b50, 0x2b50},   Range{0x2e80, 0x303e},
    Range{0x3041, 0x33ff},   Range{0x3400, 0x4dbf},   Range{0x4e00, 0xa4cf},
    Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
    Range{0xfe30, 0xfe6f},   Range{0xff01, 0xff60},   Range{0xffe0, 0xffe6},
    Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff},
    Range{0x20000, 0x3fffd},
};

bool isWide(char32_t character)
{
    if (character < wideRanges.front().first)
        return false;
    const auto range = std::ranges::lower_bound(wideRanges, character, {}, &Range::last);
    return range != wideRanges.end() && character >= range->first;
}

char32_t codePointAt(QStringView text, qsizetype at)
{
    if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(text[at], text[at + 1]);
    return text[at].unicode();
}

} // namespace

int TextColumns::width(char32_t character)
{
    if (character < 0x300)
        return 1;
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        return isWide(character) ? 2 : 1;
    }
}

bool TextColumns::isSimple(QStringView text)
{
    // Printable ASCII and Latin-1 letters; tabs and everything beyond are shaped by Qt.
    return std::ranges::all_of(text, [](QChar c) {
        return (c >= u' ' && c < QChar(0x7f)) || (c >= QChar(0xc0) && c <= QChar(0xff))
            || c == u'\n';
    });
}

std::vector<qsizetype> TextColumns::wrapped(QStringView text, int columns)
{
    std::vector<qsizetype> starts{0};
    int column = 0;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at] == u'\n') {
            starts.push_back(++at);
            column = 0;
            continue;
        }
        const char32_t character = codePointAt(text, at);
        const int taken = character == U'\t' ? tabWidth - column % tabWidth : width(character);
        if (column > 0 && column + taken > columns) {
            starts.push_back(at);
            column = 0;
        }
        column += taken;
        at += QChar::requiresSurrogates(character) ? 2 : 1;
    }
    return starts;
}

} // namespace sessionbook
