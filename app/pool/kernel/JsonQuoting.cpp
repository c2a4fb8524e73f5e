#include "JsonQuoting.h"

#include <algorithm>
#include <array>

namespace sessionbook {

namespace {

constexpr auto NeedsEscape = [] {
    std::array<bool, 256> table{};
    std::fill_n(table.begin(), 0x20, true);
    table['"'] = table['\\'] = true;
    return table;
}();

void appendEscape(std::string &json, char character)
{
    constexpr std::string_view Digits = "0123456789abcdef";
    switch (character) {
    case '"':
    case '\\':
        json += '\\';
        json += character;
        return;
    case '\n':
        json += "\\n";
        return;
    case '\t':
        json += "\\t";
        return;
    case '\r':
        json += "\\r";
        return;
    default:
        json += "\\u00";
        json += Digits[size_t(character) >> 4];
        json += Digits[size_t(character) & 15];
    }
}

} // namespace

void appendQuoted(std::string &json, QByteArrayView text)
{
    const auto needsEscape = [](char character) { return NeedsEscape[uchar(character)]; };
    json += '"';
    for (const char *at = text.begin(); at != text.end();) {
        const char *plainEnd = std::find_if(at, text.end(), needsEscape);
        json.append(at, plainEnd);
        at = plainEnd;
        if (at != text.end())
            appendEscape(json, *at++);
    }
    json += '"';
}

} // namespace sessionbook
