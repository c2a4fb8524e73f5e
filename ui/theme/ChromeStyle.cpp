#include "theme/ChromeStyle.h"

#include "theme/ThemeFile.h"
#include "theme/ThemeResources.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString styleSheetTemplate()
{
    ensureThemeResources();
    QFile file(u":/themes/chrome.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll());
}

QHash<QString, QString> colorNames(const Theme &theme)
{
    QHash<QString, QString> names;
    for (int i = 0; i < static_cast<int>(ColorRole::Count); ++i) {
        const auto role = static_cast<ColorRole>(i);
        names.insert(ThemeFile::roleName(role), theme.color(role).name());
    }
    return names;
}

} // namespace

QString ChromeStyle::styleSheet(const Theme &theme)
{
    const QString text = styleSheetTemplate();
    const auto names = colorNames(theme);
    static const QRegularExpression word(u"@([A-Za-z]+)"_s);
    QString result;
    qsizetype done = 0;
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        result += QStringView(text).sliced(done, match.capturedStart() - done);
        result += names.value(match.captured(1), match.captured());
        done = match.capturedEnd();
    }
    result += QStringView(text).sliced(done);
    return result;
}

QPalette ChromeStyle::palette(const Theme &theme)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, ColorRole color) {
        palette.setColor(role, theme.color(color));
    };
    set(QPalette::Window, ColorRole::Panel);
    set(QPalette::WindowText, ColorRole::Text);
    set(QPalette::Base, ColorRole::Page);
    set(QPalette::AlternateBase, ColorRole::TableZebra);
    set(QPalette::Text, ColorRole::Text);
    set(QPalette::PlaceholderText, ColorRole::MutedText);
    set(QPalette::Button, ColorRole::Panel);
    set(QPalette::ButtonText, ColorRole::Text);
    set(QPalette::BrightText, ColorRole::Error);
    set(QPalette::ToolTipBase, ColorRole::Page);
    set(QPalette::ToolTipText, ColorRole::Text);
    set(QPalette::Highlight, ColorRole::Selection);
    set(QPalette::HighlightedText, ColorRole::Text);
    set(QPalette::Link, ColorRole::Accent);
    set(QPalette::LinkVisited, ColorRole::Keyword);
    set(QPalette::Mid, ColorRole::Line);
    set(QPalette::Dark, ColorRole::Line);
    set(QPalette::Midlight, ColorRole::HoverField);
    set(QPalette::Light, ColorRole::HoverField);
    set(QPalette::Shadow, ColorRole::Line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.color(ColorRole::MutedText));
    return palette;
}

} // namespace sessionbook
