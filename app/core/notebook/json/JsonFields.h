#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

namespace sessionbook {

/// The fields of an object by name, to be taken out, renamed, changed and written again. A value
/// that owns its texts; for objects that are small or seldom.
class JsonFields
{
public:
    JsonFields() = default;
    /// `object` must be a valid object; anything else gives no fields. Of a doubled name the last
    /// counts.
    explicit JsonFields(QByteArrayView object);

    [[nodiscard]] bool contains(const QString &name) const { return m_values.contains(name); }
    /// Empty where the field is absent.
    [[nodiscard]] QByteArray value(const QString &name) const { return m_values.value(name); }
    QByteArray take(const QString &name) { return m_values.take(name); }
    void set(const QString &name, const QByteArray &value) { m_values.insert(name, value); }
    [[nodiscard]] const QMap<QString, QByteArray> &all() const { return m_values; }

    [[nodiscard]] QByteArray toJson() const;

private:
    QMap<QString, QByteArray> m_values;
};

} // namespace sessionbook
