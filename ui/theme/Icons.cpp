#include "theme/Icons.h"

#include "theme/ThemeResources.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Draws one SVG in the colour of the moment, at whatever size in device pixels it is asked for.
class SvgIconEngine : public QIconEngine
{
public:
    SvgIconEngine(QByteArray svg, const QColor &normal, const QColor &disabled)
        : m_svg(std::move(svg))
        , m_normal(normal)
        , m_disabled(disabled)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QColor &color = mode == QIcon::Disabled ? m_disabled : m_normal;
        QByteArray svg = m_svg;
        svg.replace("currentColor", color.name().toLatin1());
        // LOOK.md asks for a stroke of 1.8; Lucide's files say 2.
        svg.replace("stroke-width=\"2\"", "stroke-width=\"1.8\"");
        QSvgRenderer renderer(svg);
        painter->setOpacity(painter->opacity() * color.alphaF());
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray m_svg;
    QColor m_normal;
    QColor m_disabled;
};

} // namespace

QIcon Icons::icon(const QString &name, const Theme &theme, ColorRole role)
{
    ensureThemeResources();
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QColor disabled = theme.color(ColorRole::MutedText);
    disabled.setAlphaF(0.45F);
    return QIcon(new SvgIconEngine(file.readAll(), theme.color(role), disabled));
}

} // namespace sessionbook
