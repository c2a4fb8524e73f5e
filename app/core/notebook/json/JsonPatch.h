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
    /// Puts `text`, a member with a comma and space behind it, before the member `name`.
    void insertBefore(const QByteArray &name, const QByteArray &text);
    [[nodiscard]] bool isEmpty() const { return m_isComplete && m_replacements.empty(); }
    /// False once a member was to be replaced or found that the object does not have.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] QByteArray result() const;

private:
    struct Member
    {
        QByteArrayView key;
        QByteArrayView value;
    };

    QByteArrayView m_object;
    QHash<QByteArray, Member> m_members;
    std::map<const char *, std::pair<QByteArrayView, QByteArray>> m_replacements; // by place
    bool m_isComplete = true;
};

} // namespace sessionbook
