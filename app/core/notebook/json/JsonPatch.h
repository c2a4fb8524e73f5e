#pragma once

#include <QByteArray>
#include <QHash>

#include <map>

namespace sessionbook {

/// Replaces values of an object's members in its text and leaves every other byte where it is. Of a
/// doubled name the last counts, as for every reader. A value; the text must outlive it and be a
/// valid object.
class JsonPatch
{
public:
    explicit JsonPatch(QByteArrayView object);

    /// Empty where the member is absent.
    [[nodiscard]] QByteArrayView value(const QByteArray &name) const;
    void replace(const QByteArray &name, const QByteArray &value);
    /// False once a member was to be replaced that the object does not have.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] QByteArray result() const;

private:
    QByteArrayView m_object;
    QHash<QByteArray, QByteArrayView> m_values;
    std::map<const char *, std::pair<QByteArrayView, QByteArray>> m_replacements; // by place
    bool m_isComplete = true;
};

} // namespace sessionbook
