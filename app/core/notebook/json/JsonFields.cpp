#include "notebook/json/JsonFields.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

JsonFields::JsonFields(QByteArrayView object)
{
    JsonCursor cursor(object);
    if (cursor.peek() != JsonCursor::Kind::Object || !cursor.enterObject())
        return;
    while (cursor.nextMember()) {
        const QString name = JsonText::toString(cursor.key());
        const QByteArrayView value = cursor.takeValue();
        if (!cursor.fault())
            m_values.insert(name, value.toByteArray());
    }
}

QByteArray JsonFields::toJson() const
{
    QByteArray json = "{";
    for (auto field = m_values.cbegin(); field != m_values.cend(); ++field) {
        if (field != m_values.cbegin())
            json += ", ";
        json += JsonText::fromString(field.key()) + ": " + field.value();
    }
    return json + '}';
}

} // namespace sessionbook
