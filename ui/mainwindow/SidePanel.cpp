#include "mainwindow/SidePanel.h"

#include <QTabBar>

using namespace Qt::StringLiterals;

namespace sessionbook {

SidePanel::SidePanel(QWidget *parent)
    : QTabWidget(parent)
{
    setObjectName(u"sidePanel"_s);
    setDocumentMode(true);
    setMinimumWidth(180);
    tabBar()->setAccessibleName(tr("Side panel"));
}

void SidePanel::setWanted(bool wanted)
{
    m_isWanted = wanted;
    setVisible(wanted); // also in a narrow window: it was asked for
}

void SidePanel::adaptTo(int windowWidth)
{
    const bool narrow = windowWidth < narrowWindow;
    if (narrow == m_wasNarrow)
        return;
    m_wasNarrow = narrow;
    setVisible(m_isWanted && !narrow);
}

} // namespace sessionbook
