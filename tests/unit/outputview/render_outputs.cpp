// Paints a notebook's rendered texts and outputs into pictures of bounded height, for people who
// change their look.

#include "notebook/files/NotebookFile.h"
#include "outputview/ImageCache.h"
#include "outputview/OutputLayout.h"
#include "theme/ThemeFile.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPainter>
#include <QTextStream>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int width = 940;
constexpr int margin = 24;
constexpr int maximumHeight = 1900;
constexpr qreal ratio = 1.0;

/// Pages of one notebook, filled from top to bottom.
class Sheets
{
public:
    Sheets(const Theme &theme, QString prefix)
        : m_theme(theme)
        , m_prefix(std::move(prefix))
    {
        begin();
    }

    void add(OutputLayout &layout)
    {
        layout.setWidth(width);
        paintOnce(layout); // pictures start to be decoded by being painted
        if (m_y > margin && m_y + layout.height() > maximumHeight)
            finish();
        const int shown = std::min(layout.height(), maximumHeight);
        QPainter painter(&m_sheet);
        painter.translate(margin, m_y);
        layout.paint(painter, QRect(-margin, 0, width + 2 * margin, shown));
        m_y += shown + 14;
    }

    void finish()
    {
        m_sheet.copy(0, 0, m_sheet.width(), int(std::min(m_y + margin, maximumHeight) * ratio))
            .save(u"%1-%2.png"_s.arg(m_prefix).arg(++m_number, 2, 10, QLatin1Char('0')));
        begin();
    }

private:
    void begin()
    {
        m_sheet
            = QImage(QSize(width + 2 * margin, 2 * maximumHeight) * ratio, QImage::Format_RGB32);
        m_sheet.setDevicePixelRatio(ratio);
        m_sheet.fill(m_theme.color(ColorRole::Page));
        m_y = margin;
    }

    void paintOnce(OutputLayout &layout)
    {
        QImage scratch(8, 8, QImage::Format_RGB32);
        QPainter painter(&scratch);
        layout.paint(painter, QRect(0, 0, width, layout.height()));
        QEventLoop loop;
        QTimer::singleShot(150, &loop, &QEventLoop::quit);
        loop.exec();
    }

    const Theme &m_theme;
    QString m_prefix;
    QImage m_sheet;
    int m_y = 0;
    int m_number = 0;
};

} // namespace

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto loaded = NotebookFile::load(arguments.value(1));
    const auto theme = ThemeFile::builtIn(arguments.value(3, u"light"_s));
    if (!loaded || !theme) {
        QTextStream(stderr) << "usage: render_outputs NOTEBOOK FOLDER [light|dark|contrast]\n";
        return 2;
    }
    ImageCache images;
    Sheets sheets(*theme,
                  u"%1/%2-%3"_s.arg(arguments.value(2),
                                    QFileInfo(arguments.value(1)).completeBaseName(), theme->name));
    for (const Cell &cell : loaded->data.cells) {
        if (cell.kind == CellKind::Markdown)
            sheets.add(*OutputLayout::forMarkdown(cell.source, *theme, images));
        else if (!cell.outputs.isEmpty())
            sheets.add(*std::make_unique<OutputLayout>(OutputDocument::from(cell.outputs), *theme,
                                                       images));
    }
    sheets.finish();
    return 0;
}
