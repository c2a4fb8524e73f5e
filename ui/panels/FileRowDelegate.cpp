#include "panels/FileRowDelegate.h"

#include "panels/FileRow.h"
#include "panels/SessionFilesModel.h"
#include "theme/Icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int lineHeight = 28;
constexpr int sideMargin = 8;
constexpr int padding = 8;
constexpr int iconSize = 16;
constexpr int textLeft = 31; // of the field: the text stands 39 from the panel's edge
constexpr int barSpace = 8;
constexpr int barHeight = 3;

QFont smallFont(const Theme &theme)
{
    QFont font = theme.interfaceFont;
    font.setPixelSize(12);
    return font;
}

QRect reasonRect(const QRect &field)
{
    return field.adjusted(textLeft, lineHeight - 4, -padding, -padding);
}

FileRow rowAt(const QModelIndex &index)
{
    return index.data(SessionFilesModel::RowRole).value<FileRow>();
}

} // namespace

FileRowDelegate::FileRowDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
{
    setTheme(theme);
}

void FileRowDelegate::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_file = Icons::icon(u"file"_s, theme, ColorRole::MutedText);
    m_folder = Icons::icon(u"folder"_s, theme, ColorRole::MutedText);
    m_problem = Icons::icon(u"circle-alert"_s, theme, ColorRole::Error);
}

void FileRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const FileRow row = rowAt(index);
    const QRect field = option.rect.adjusted(sideMargin, 0, -sideMargin, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintField(*painter, option, field);
    paintLine(*painter, row, field);
    if (row.kind == FileRow::Kind::Upload)
        paintBar(*painter, row.percent, field);
    if (row.kind == FileRow::Kind::Problem)
        paintReason(*painter, row.reason, field);
    painter->restore();
}

void FileRowDelegate::paintField(QPainter &painter, const QStyleOptionViewItem &option,
                                 const QRect &field) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (!selected && !hovered)
        return;
    const bool current = option.state.testFlag(QStyle::State_HasFocus);
    painter.setPen(current ? QPen(m_theme.color(ColorRole::Accent)) : QPen(Qt::NoPen));
    painter.setBrush(m_theme.color(selected ? ColorRole::AccentSoft : ColorRole::HoverField));
    painter.drawRoundedRect(QRectF(field).adjusted(0.5, 0.5, -0.5, -0.5), Theme::fieldRadius,
                            Theme::fieldRadius);
}

void FileRowDelegate::paintLine(QPainter &painter, const FileRow &row, const QRect &field) const
{
    const QRect line(field.left(), field.top(), field.width(), lineHeight);
    const QIcon &icon = row.kind == FileRow::Kind::Problem ? m_problem
        : row.kind == FileRow::Kind::Directory             ? m_folder
                                                           : m_file;
    icon.paint(
        &painter,
        QRect(line.left() + padding, line.top() + (lineHeight - iconSize) / 2, iconSize, iconSize));

    QString right;
    if (row.kind == FileRow::Kind::File)
        right = FileRow::sizeText(row.sizeBytes);
    else if (row.isWaiting)
        //: in the list of files, of an upload for which there is no free session
        right = FileRow::tr("waiting");
    else if (row.kind == FileRow::Kind::Upload)
        //: progress of an upload in percent
        right = FileRow::tr("%1 %").arg(row.percent);
    painter.setFont(smallFont(m_theme));
    painter.setPen(m_theme.color(ColorRole::MutedText));
    const QRect text = line.adjusted(textLeft, 0, -padding, 0);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, right);

    const int taken = right.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(right) + 8;
    painter.setFont(m_theme.interfaceFont);
    painter.setPen(m_theme.color(ColorRole::Text));
    const QString name
        = painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, text.width() - taken);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, name);
}

void FileRowDelegate::paintBar(QPainter &painter, int percent, const QRect &field) const
{
    const QRectF track(field.left() + textLeft, field.top() + lineHeight,
                       field.width() - textLeft - padding, barHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(ColorRole::Line));
    painter.drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
    QRectF done = track;
    done.setWidth(track.width() * percent / 100.0);
    painter.setBrush(m_theme.color(ColorRole::Accent));
    painter.drawRoundedRect(done, barHeight / 2.0, barHeight / 2.0);
}

void FileRowDelegate::paintReason(QPainter &painter, const QString &reason,
                                  const QRect &field) const
{
    painter.setFont(smallFont(m_theme));
    painter.setPen(m_theme.color(ColorRole::MutedText));
    painter.drawText(reasonRect(field), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, reason);
}

QSize FileRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const FileRow row = rowAt(index);
    int height = lineHeight;
    if (row.kind == FileRow::Kind::Upload)
        height += barSpace;
    if (row.kind == FileRow::Kind::Problem) {
        const int viewWidth = option.widget ? option.widget->width() : option.rect.width();
        const QRect space(0, 0, viewWidth - 2 * sideMargin - textLeft - padding, 1000);
        height += QFontMetrics(smallFont(m_theme))
                      .boundingRect(space, Qt::TextWordWrap, row.reason)
                      .height()
            + 6;
    }
    return {0, height};
}

} // namespace sessionbook
