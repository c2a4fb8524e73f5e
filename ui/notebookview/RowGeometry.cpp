#include "notebookview/RowGeometry.h"

#include "notebookview/CellEditor.h"

#include <algorithm>

namespace sessionbook {

namespace {

constexpr int rightMargin = 14;
constexpr int promptGap = 12;
constexpr int narrowWidth = 560; // below it the gutter gives room to the code
constexpr int narrowGutter = 52;
constexpr int bodyPadding = 8;
constexpr int minimumContent = 40;

} // namespace

PageGeometry PageGeometry::forWidth(int viewportWidth)
{
    const int pageWidth = std::min(viewportWidth, Theme::pageMaximumWidth);
    PageGeometry page;
    page.left = (viewportWidth - pageWidth) / 2;
    page.fieldLeft = page.left + (pageWidth < narrowWidth ? narrowGutter : Theme::gutterWidth);
    page.promptRight = page.fieldLeft - promptGap;
    page.contentLeft = page.fieldLeft + Theme::fieldPaddingX;
    page.contentWidth
        = std::max(page.left + pageWidth - rightMargin - Theme::fieldPaddingX - page.contentLeft,
                   minimumContent);
    page.fieldRight = page.contentLeft + page.contentWidth + Theme::fieldPaddingX;
    return page;
}

int RowParts::height() const
{
    const int bodyHeight = body > 0 ? body + 2 * bodyPadding : 0;
    const int messageHeight = message > 0 ? message + bodyPadding : 0;
    return field + bodyHeight + messageHeight + Theme::cellSpacing;
}

RowGeometry RowGeometry::of(const RowParts &parts, const PageGeometry &page, int top)
{
    RowGeometry row;
    row.bounds
        = QRect(page.left, top, page.fieldRight - page.left, parts.height() - Theme::cellSpacing);
    int y = top;
    if (parts.field > 0) {
        row.field = QRect(page.fieldLeft, y, page.fieldRight - page.fieldLeft, parts.field);
        row.editor = row.field.adjusted(Theme::fieldPaddingX, Theme::fieldPaddingY,
                                        -Theme::fieldPaddingX, -Theme::fieldPaddingY);
        y += parts.field;
    }
    if (parts.body > 0) {
        row.body = QRect(page.contentLeft, y + bodyPadding, page.contentWidth, parts.body);
        y += parts.body + 2 * bodyPadding;
    }
    if (parts.message > 0)
        row.message = QRect(page.contentLeft, parts.body > 0 ? y : y + bodyPadding,
                            page.contentWidth, parts.message);
    row.prompt = QRect(page.left, top + Theme::fieldPaddingY, page.promptRight - page.left,
                       CellEditor::lineHeight);
    return row;
}

} // namespace sessionbook
