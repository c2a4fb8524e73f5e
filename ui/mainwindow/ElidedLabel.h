#pragma once

#include <QLabel>

namespace sessionbook {

/// One line of plain text that ends with "…" where it has no room, and then shows all of it as its
/// tool tip. text() stays the whole text, for screen readers too.
class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    using QLabel::QLabel;

    /// The text as it is painted at this width.
    [[nodiscard]] QString shownText() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace sessionbook
