#pragma once

#include "base/Error.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// The fields of one JSON object of a script, read by name and checked. The first thing that is
/// wrong is kept, with a JSON pointer to it; reading goes on with fallbacks.
class ScriptFields
{
public:
    /// `value` must be an object; `pointer` says where it lies.
    ScriptFields(const QJsonValue &value, QString pointer);

    [[nodiscard]] bool has(QLatin1StringView name) const { return m_object.contains(name); }
    [[nodiscard]] QJsonValue value(QLatin1StringView name);
    [[nodiscard]] QString text(QLatin1StringView name);
    [[nodiscard]] qint64 integer(QLatin1StringView name, qint64 least, qint64 most,
                                 qint64 fallback);
    [[nodiscard]] double number(QLatin1StringView name, double least, double most, double fallback);
    /// The index of the field's word in `words`; `fallback` where it is absent.
    [[nodiscard]] qsizetype word(QLatin1StringView name, const QStringList &words,
                                 qsizetype fallback);

    /// For rules between fields; `name` may be empty for the object as a whole.
    void complain(QLatin1StringView name, const QString &sentence);
    /// What was wrong; also a field that nobody asked for.
    [[nodiscard]] std::optional<Error> finish();

private:
    QJsonObject m_object;
    QString m_pointer;
    QStringList m_known;
    std::optional<Error> m_error;
};

} // namespace sessionbook
