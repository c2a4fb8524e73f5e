#include "theme/ThemeFile.h"

#include "theme/ThemeResources.h"

#include <QFile>
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr std::array roleNames{
    "page",       "panel",       "line",       "text",     "mutedText",   "accent",
    "accentSoft", "codeField",   "ok",         "error",    "errorField",  "keyword",
    "string",     "number",      "comment",    "function", "tableZebra",  "pictureGround",
    "selection",  "currentLine", "hoverField", "warning",  "warningField"};
static_assert(roleNames.size() == static_cast<size_t>(ColorRole::Count));

Error bad(const QString &what)
{
    return Error{ErrorKind::InvalidArgument, what};
}

std::optional<QColor> colorFrom(const QJsonValue &value)
{
    const QColor color(value.toString());
    return color.isValid() ? std::optional(color) : std::nullopt;
}

std::optional<Error> readColors(const QJsonObject &colors, Theme &theme)
{
    for (size_t i = 0; i < roleNames.size(); ++i) {
        const auto name = QLatin1StringView(roleNames[i]);
        const auto color = colorFrom(colors.value(name));
        if (!color)
            return bad(u"colors.%1 is missing or no colour"_s.arg(name));
        theme.colors[i] = *color;
    }
    if (colors.size() != qsizetype(roleNames.size()))
        return bad(u"colors holds a role that does not exist"_s);
    return std::nullopt;
}

std::optional<Error> readAnsi(const QJsonArray &ansi, Theme &theme)
{
    if (ansi.size() != qsizetype(theme.ansi.size()))
        return bad(u"ansi must hold sixteen colours"_s);
    for (size_t i = 0; i < theme.ansi.size(); ++i) {
        const auto color = colorFrom(ansi.at(qsizetype(i)));
        if (!color)
            return bad(u"ansi[%1] is no colour"_s.arg(i));
        theme.ansi[i] = *color;
    }
    return std::nullopt;
}

QFont fontOf(QFontDatabase::SystemFont kind, int pixelSize)
{
    QFont font = QFontDatabase::systemFont(kind);
    font.setPixelSize(pixelSize);
    return font;
}

} // namespace

QString ThemeFile::roleName(ColorRole role)
{
    return QString::fromLatin1(roleNames[static_cast<size_t>(role)]);
}

Result<Theme> ThemeFile::parse(const QByteArray &json)
{
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(json, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return Error{ErrorKind::InvalidJson, fault.errorString()};

    Theme theme;
    theme.name = object.value("name"_L1).toString();
    theme.isDark = object.value("isDark"_L1).toBool();
    if (theme.name.isEmpty())
        return bad(u"name is missing"_s);
    if (auto error = readColors(object.value("colors"_L1).toObject(), theme))
        return *error;
    if (auto error = readAnsi(object.value("ansi"_L1).toArray(), theme))
        return *error;
    theme.interfaceFont = fontOf(QFontDatabase::GeneralFont, 13);
    theme.codeFont = fontOf(QFontDatabase::FixedFont, 13);
    theme.codeFont.setStyleHint(QFont::Monospace);
    theme.textFont = fontOf(QFontDatabase::GeneralFont, 14);
    return theme;
}

Result<Theme> ThemeFile::builtIn(const QString &name)
{
    ensureThemeResources();
    QFile file(u":/themes/%1.json"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::NotFound, file.errorString(), file.fileName()};
    return parse(file.readAll());
}

} // namespace sessionbook
