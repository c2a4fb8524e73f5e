#pragma once

#include "theme/Theme.h"

#include <QWidget>

namespace sessionbook {

/// Says, while files are dragged over the window, what dropping them will do. Lets all events
/// through.
class DropOverlay : public QWidget
{
    Q_OBJECT
public:
    explicit DropOverlay(QWidget *parent);

    void showOver(const QRect &area, const QString &text, const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme;
    QString m_text;
};

} // namespace sessionbook
