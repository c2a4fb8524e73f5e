#pragma once

#include <QStringView>

#include <vector>

namespace sessionbook {

/// How text falls into the columns of a terminal: wide characters take two, combining marks none,
/// tabs reach to the next eighth.
class TextColumns
{
public:
    static constexpr int tabWidth = 8;

    [[nodiscard]] static int width(char32_t character);
    /// Every character takes one column and needs no shaping: it can be painted and found by
    /// arithmetic.
    [[nodiscard]] static bool isSimple(QStringView text);
    /// Where the rows begin when lines are cut at `columns`; never within a character. Always at
    /// least {0}.
    [[nodiscard]] static std::vector<qsizetype> wrapped(QStringView text, int columns);
};

} // namespace sessionbook
