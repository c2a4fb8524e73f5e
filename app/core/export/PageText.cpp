#include "export/PageText.h"

namespace sessionbook {
namespace {

bool isForbidden(QChar character)
{
    const char16_t unit = character.unicode();
    const bool isControl = unit < 0x20 || (unit >= 0x7f && unit < 0xa0);
    return (isControl && unit != u'\n' && unit != u'\t') || unit == 0xfffe || unit == 0xffff;
}

} // namespace

QString PageText::escaped(QStringView text)
{
    QString page;
    page.reserve(text.size() + text.size() / 16);
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar character = text[at];
        if (character == u'&')
            page += QLatin1String("&amp;");
        else if (character == u'<')
            page += QLatin1String("&lt;");
        else if (character == u'>')
            page += QLatin1String("&gt;");
        else if (character == u'"')
            page += QLatin1String("&quot;");
        else if (character == u'\r')
            page += at + 1 < text.size() && text[at + 1] == u'\n' ? QString() : QString(u'\n');
        else
            page += isForbidden(character) ? QChar(QChar::ReplacementCharacter) : character;
    }
    return page;
}

QString PageText::attribute(QLatin1String name, QStringView value)
{
    return u' ' + name + QLatin1String("=\"") + escaped(value) + u'"';
}

} // namespace sessionbook
