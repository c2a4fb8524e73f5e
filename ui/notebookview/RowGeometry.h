#pragma once

#include <QRect>

namespace sessionbook {

/// Where the page's columns stand for one width of the viewport (device-independent pixels).
struct PageGeometry
{
    int left = 0; ///< of the page, where the gutter begins
    int promptRight = 0;
    int fieldLeft = 0;
    int fieldRight = 0; ///< exclusive
    int contentLeft = 0; ///< of code, text and outputs alike
    int contentWidth = 0;

    [[nodiscard]] static PageGeometry forWidth(int viewportWidth);

    bool operator==(const PageGeometry &) const = default;
};

/// The heights a row is made of, from top to bottom; 0 for what it does not have.
struct RowParts
{
    int field = 0; ///< the tinted field of a source
    int body = 0; ///< outputs, or rendered Markdown
    int message = 0;

    /// With the space to the next row.
    [[nodiscard]] int height() const;

    bool operator==(const RowParts &) const = default;
};

/// Where one row's parts are; empty rectangles for what it does not have.
struct RowGeometry
{
    QRect bounds; ///< all of it but the space to the next row, over the whole page
    QRect field;
    QRect editor;
    QRect body;
    QRect message;
    QRect prompt;

    [[nodiscard]] static RowGeometry of(const RowParts &parts, const PageGeometry &page, int top);
};

} // namespace sessionbook
