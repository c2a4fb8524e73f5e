#include "dialogs/OutputPreview.h"

#include <QPaintEvent>
#include <QPainter>

namespace sessionbook {

namespace {

/// What reading aloud is asked to bear.
constexpr qsizetype longestDescription = 500;

} // namespace

OutputPreview::OutputPreview(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("Outputs"));
    connect(&m_images, &ImageCache::imageReady, this, [this](const QByteArray &key) {
        if (m_layout && m_layout->shows(key))
            layOut();
    });
    setOutputs({});
}

void OutputPreview::setOutputs(const QList<Output> &outputs)
{
    m_layout = std::make_unique<OutputLayout>(OutputDocument::from(outputs), m_theme, m_images);
    setAccessibleDescription(m_layout->plainText().left(longestDescription));
    layOut();
}

void OutputPreview::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.translate(Theme::fieldPaddingX, Theme::fieldPaddingY);
    m_layout->paint(painter,
                    event->rect().translated(-Theme::fieldPaddingX, -Theme::fieldPaddingY));
}

void OutputPreview::resizeEvent(QResizeEvent *event)
{
    if (event->size().width() != event->oldSize().width())
        layOut();
}

void OutputPreview::layOut()
{
    m_layout->setWidth(std::max(width() - 2 * Theme::fieldPaddingX, 1));
    setFixedHeight(m_layout->height() + 2 * Theme::fieldPaddingY);
    update();
}

} // namespace sessionbook
