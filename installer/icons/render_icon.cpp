// Renders an SVG icon to a square PNG while the package is built: render_icon IN.svg SIZE OUT.png.
// Some menus and file managers have no SVG support, and the package should not ask for an SVG tool
// at build time.
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "usage: render_icon IN.svg SIZE OUT.png\n");
        return 2;
    }
    QSvgRenderer renderer(QString::fromLocal8Bit(argv[1]));
    const int sizePx = QByteArray(argv[2]).toInt();
    if (!renderer.isValid() || sizePx <= 0) {
        std::fprintf(stderr, "render_icon: cannot read '%s' at size '%s'\n", argv[1], argv[2]);
        return 1;
    }
    QImage image(sizePx, sizePx, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    if (!image.save(QString::fromLocal8Bit(argv[3]), "PNG")) {
        std::fprintf(stderr, "render_icon: cannot write '%s'\n", argv[3]);
        return 1;
    }
    return 0;
}
