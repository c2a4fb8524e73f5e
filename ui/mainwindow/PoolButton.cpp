#include "mainwindow/PoolButton.h"

#include "theme/Icons.h"

#include <QMenu>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int pillHeight = 28;
constexpr int dotLeft = 12;
constexpr int dotSize = 8;
constexpr int textLeft = 28;
constexpr int wordGap = 12;
constexpr int chevronSpace = 40;
constexpr int longestPoolName = 220;

} // namespace

PoolButton::PoolButton(const Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setObjectName(u"poolButton"_s);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(tr("Where the code runs"));
    connect(this, &QAbstractButton::clicked, this, &PoolButton::openMenu);
}

void PoolButton::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void PoolButton::setMenu(QMenu *menu)
{
    m_menu = menu;
}

void PoolButton::setState(const QString &pool, const QString &state, ColorRole dot)
{
    if (pool == m_pool && state == m_state && dot == m_dot)
        return;
    m_pool = pool;
    m_state = state;
    m_dot = dot;
    //: accessible name of the button that shows the pool and its state
    setAccessibleName(tr("Pool %1, %2").arg(pool, state));
    updateGeometry();
    update();
}

QSize PoolButton::sizeHint() const
{
    const QFontMetrics metrics(m_theme.interfaceFont);
    const int pool = std::min(metrics.horizontalAdvance(m_pool), longestPoolName);
    return {textLeft + pool + wordGap + metrics.horizontalAdvance(m_state) + chevronSpace,
            pillHeight};
}

void PoolButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(hasFocus() ? ColorRole::Accent : ColorRole::Line));
    painter.setBrush(
        m_theme.color(underMouse() || isDown() ? ColorRole::HoverField : ColorRole::Page));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), pillHeight / 2.0,
                            pillHeight / 2.0);

    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_dot));
    painter.drawEllipse(QRectF(dotLeft, (pillHeight - dotSize) / 2.0, dotSize, dotSize));

    painter.setFont(m_theme.interfaceFont);
    const QFontMetrics metrics(m_theme.interfaceFont);
    const QString pool = metrics.elidedText(m_pool, Qt::ElideMiddle, longestPoolName);
    painter.setPen(m_theme.color(ColorRole::Text));
    painter.drawText(QRect(textLeft, 0, width(), pillHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     pool);
    const int stateLeft = textLeft + metrics.horizontalAdvance(pool) + wordGap;
    painter.setPen(m_theme.color(ColorRole::MutedText));
    painter.drawText(QRect(stateLeft, 0, width(), pillHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     m_state);

    const QRect chevron(width() - 28, (pillHeight - 16) / 2, 16, 16);
    Icons::icon(u"chevron-down"_s, m_theme).paint(&painter, chevron);
}

void PoolButton::openMenu()
{
    if (m_menu)
        m_menu->popup(mapToGlobal(QPoint(width() - m_menu->sizeHint().width(), pillHeight + 4)));
}

} // namespace sessionbook
