#pragma once

#include <QTabWidget>

namespace sessionbook {

/// The tabs at the left of the notebook. Hidden by hand, or by itself while the window is too
/// narrow for it.
class SidePanel : public QTabWidget
{
    Q_OBJECT
public:
    static constexpr int preferredWidth = 252;
    static constexpr int narrowWindow = 640;

    explicit SidePanel(QWidget *parent = nullptr);

    [[nodiscard]] bool isWanted() const { return m_isWanted; }
    void setWanted(bool wanted);
    void adaptTo(int windowWidth);

    [[nodiscard]] QSize sizeHint() const override { return {preferredWidth, 400}; }

private:
    bool m_isWanted = true;
    bool m_wasNarrow = false;
};

} // namespace sessionbook
