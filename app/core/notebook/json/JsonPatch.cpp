#include "notebook/json/JsonPatch.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

JsonPatch::JsonPatch(QByteArrayView object)
    : m_object(object)
{
    JsonCursor cursor(object);
    if (cursor.peek() != JsonCursor::Kind::Object)
        return;
    cursor.enterObject();
    while (cursor.nextMember()) {
        const QByteArray name = JsonText::toUtf8(cursor.key());
        const QByteArrayView key = cursor.key();
        m_members.insert(name, {key, cursor.takeValue()});
    }
}

QByteArrayView JsonPatch::value(const QByteArray &name) const
{
    return m_members.value(name).value;
}

void JsonPatch::replace(const QByteArray &name, const QByteArray &value)
{
    const auto found = m_members.constFind(name);
    if (found == m_members.constEnd())
        m_isComplete = false;
    else
        m_replacements[found->value.data()] = {found->value, value};
}

void JsonPatch::insertBefore(const QByteArray &name, const QByteArray &text)
{
    const auto found = m_members.constFind(name);
    if (found == m_members.constEnd())
        m_isComplete = false;
    else
        m_replacements[found->key.data()] = {found->key.first(0), text};
}

QByteArray JsonPatch::result() const
{
    QByteArray out;
    const char *copied = m_object.data();
    for (const auto &[place, replacement] : m_replacements) {
        out.append(QByteArrayView(copied, place));
        out.append(replacement.second);
        copied = place + replacement.first.size();
    }
    return out.append(QByteArrayView(copied, m_object.data() + m_object.size()));
}

} // namespace sessionbook
