#pragma once

#include "notebook/Output.h"
#include "outputview/ImageCache.h"
#include "outputview/OutputLayout.h"
#include "theme/Theme.h"

#include <QList>
#include <QWidget>

#include <memory>

namespace sessionbook {

/// Outputs to look at, as tall as they are; nothing can be clicked. The theme must outlive it.
class OutputPreview : public QWidget
{
    Q_OBJECT
public:
    explicit OutputPreview(const Theme &theme, QWidget *parent = nullptr);

    void setOutputs(const QList<Output> &outputs);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();

    const Theme &m_theme;
    ImageCache m_images;
    std::unique_ptr<OutputLayout> m_layout;
};

} // namespace sessionbook
