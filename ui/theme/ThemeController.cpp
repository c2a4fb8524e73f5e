#include "theme/ThemeController.h"

#include "base/Logging.h"
#include "theme/ChromeStyle.h"
#include "theme/ThemeFile.h"

#include <QApplication>
#include <QEvent>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Fusion without the underlines below every menu's letter (Alt and the letter work all the same)
/// and without pictures on the buttons of dialogs.
class QuietFusion : public QProxyStyle
{
public:
    QuietFusion()
        : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    {
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        const bool isNoise
            = hint == SH_UnderlineShortcut || hint == SH_DialogButtonBox_ButtonsHaveIcons;
        return isNoise ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

/// Qt 6.4 has no QStyleHints::colorScheme: without a palette of ours the application's is the
/// desktop's, and tells by its window.
bool desktopIsDark()
{
    QApplication::setPalette(QPalette());
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

QString themeName(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return u"light"_s;
    case ThemeChoice::Dark:
        return u"dark"_s;
    case ThemeChoice::HighContrast:
        return u"contrast"_s;
    case ThemeChoice::System:
        break;
    }
    return desktopIsDark() ? u"dark"_s : u"light"_s;
}

} // namespace

QString themeWord(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return u"light"_s;
    case ThemeChoice::Dark:
        return u"dark"_s;
    case ThemeChoice::HighContrast:
        return u"high-contrast"_s;
    case ThemeChoice::System:
        break;
    }
    return u"system"_s;
}

ThemeChoice themeChoiceOf(const QString &word)
{
    for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast})
        if (themeWord(choice) == word)
            return choice;
    return ThemeChoice::System;
}

ThemeController::ThemeController(QObject *parent)
    : QObject(parent)
{
    // Fusion draws the same everywhere and obeys palette and style sheet fully; desktop styles only
    // in part.
    QApplication::setStyle(new QuietFusion); // the application owns it
    qApp->installEventFilter(this);
    apply();
}

void ThemeController::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

bool ThemeController::eventFilter(QObject *watched, QEvent *event)
{
    // Each window is told of a change of the desktop's theme; reacting once is enough, and not
    // within its delivery.
    if (event->type() == QEvent::ThemeChange && m_choice == ThemeChoice::System)
        QMetaObject::invokeMethod(this, &ThemeController::apply, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void ThemeController::apply()
{
    const QString name = themeName(m_choice);
    auto theme = ThemeFile::builtIn(name);
    if (!theme) {
        qCCritical(lcUi) << "theme" << name << "is broken:" << theme.error().detail;
        return;
    }
    m_theme = std::move(theme).value();
    QApplication::setPalette(ChromeStyle::palette(m_theme));
    QApplication::setFont(m_theme.interfaceFont);
    qApp->setStyleSheet(ChromeStyle::styleSheet(m_theme));
    emit themeChanged(m_theme);
}

} // namespace sessionbook
