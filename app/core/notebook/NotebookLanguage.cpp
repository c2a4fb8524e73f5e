#include "notebook/NotebookLanguage.h"

#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

namespace {

/// The text of a field of an object within `metadata`; empty where either is missing.
QString nestedText(QByteArrayView metadata, QStringView object, QStringView name)
{
    QByteArrayView inner;
    for (const JsonMember &member : JsonMember::sortedOf(metadata)) {
        if (member.name == object && member.value.startsWith('{'))
            inner = member.value;
    }
    for (const JsonMember &member : JsonMember::sortedOf(inner)) {
        if (member.name == name)
            return JsonText::toString(member.value);
    }
    return {};
}

} // namespace

QString NotebookLanguage::of(QByteArrayView metadata)
{
    QString language = nestedText(metadata, u"language_info", u"name");
    if (language.isEmpty())
        language = nestedText(metadata, u"kernelspec", u"language");
    return language.isEmpty() ? QStringLiteral("python") : language.toLower();
}

} // namespace sessionbook
