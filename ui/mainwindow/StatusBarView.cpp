#include "mainwindow/StatusBarView.h"

#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int announcementMs = 6000;
constexpr int dotSize = 8;
constexpr int barHeight = 26;

} // namespace

StatusBarView::StatusBarView(const Theme &theme, QWidget *parent)
    : QStatusBar(parent)
    , m_theme(theme)
    , m_dot(newLabel<QLabel>(u"statusDot"_s, {}))
    , m_session(newLabel<ElidedLabel>(u"statusSession"_s, tr("Session")))
    , m_pool(newLabel<ElidedLabel>(u"statusPool"_s, tr("Pool")))
    , m_position(newLabel<QLabel>(u"statusPosition"_s, tr("Position")))
    , m_saved(newLabel<QLabel>(u"statusSaved"_s, tr("Saved")))
{
    setFixedHeight(barHeight);
    setSizeGripEnabled(false);
    setContentsMargins(10, 0, 10, 0);
    m_session->setContentsMargins(0, 0, 12, 0);
    m_position->setContentsMargins(0, 0, 12, 0);
    addWidget(m_dot);
    addWidget(m_session);
    addWidget(m_pool, 1);
    addPermanentWidget(m_position);
    addPermanentWidget(m_saved);
    m_announcement.setSingleShot(true);
    m_announcement.setInterval(announcementMs);
    connect(&m_announcement, &QTimer::timeout, this, [this] { m_pool->setText(m_poolText); });
    updateDot();
}

template<typename Label>
Label *StatusBarView::newLabel(const QString &name, const QString &accessibleName)
{
    auto *label = new Label(this);
    label->setObjectName(name);
    label->setAccessibleName(accessibleName);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void StatusBarView::setTheme(const Theme &theme)
{
    m_theme = theme;
    updateDot();
}

void StatusBarView::setSession(const QString &text, ColorRole dot)
{
    m_session->setText(text);
    if (dot == m_dotRole)
        return;
    m_dotRole = dot;
    updateDot();
}

void StatusBarView::setPool(const QString &text)
{
    m_poolText = text;
    if (!m_announcement.isActive())
        m_pool->setText(text);
}

void StatusBarView::setPosition(const QString &text)
{
    m_position->setText(text);
}

void StatusBarView::setSaved(const QString &text)
{
    m_saved->setText(text);
}

void StatusBarView::announce(const QString &text)
{
    m_pool->setText(text);
    m_announcement.start();
}

QString StatusBarView::sessionText() const
{
    return m_session->text();
}

void StatusBarView::updateDot()
{
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(dotSize, dotSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_dotRole));
    painter.drawEllipse(QRectF(0, 0, dotSize, dotSize));
    m_dot->setPixmap(pixmap);
}

} // namespace sessionbook
