#pragma once

#include "theme/Theme.h"

#include <QList>
#include <QScrollBar>

namespace sessionbook {

/// A thin vertical scroll bar with marks: where errors and the current cell are.
class MarkedScrollBar : public QScrollBar
{
    Q_OBJECT
public:
    struct Mark
    {
        double place = 0; ///< 0 at the top of the page, 1 at its end
        ColorRole role = ColorRole::Accent;

        bool operator==(const Mark &) const = default;
    };

    explicit MarkedScrollBar(const Theme &theme, QWidget *parent = nullptr);

    void setMarks(const QList<Mark> &marks);
    [[nodiscard]] const QList<Mark> &marks() const { return m_marks; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<Mark> m_marks;
};

} // namespace sessionbook
