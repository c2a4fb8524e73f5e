#include "DesktopContext.h"

#include "settings/Settings.h"

#include <QApplication>

namespace sessionbook {

DesktopContext::DesktopContext()
    : m_dialogs(m_theme)
    , m_services{m_theme, m_settings, m_dialogs, m_pool, m_network, m_clock, m_farewell, m_signIns}
    , m_windows(m_services)
{
    m_theme.setChoice(themeChoiceOf(m_settings.value(settings::theme)));
    // The last window's session is ended before the program is.
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&m_windows, &NotebookWindows::finished, qApp, &QCoreApplication::quit);
}

void DesktopContext::start(const QStringList &files)
{
    auto *window = files.isEmpty() ? m_windows.newNotebook() : m_windows.newWindow();
    m_windows.offerRecovery(*window);
    for (const auto &file : files)
        m_windows.open(file, window);
}

} // namespace sessionbook
