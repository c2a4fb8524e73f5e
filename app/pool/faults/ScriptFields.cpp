#include "ScriptFields.h"

#include <cmath>

namespace sessionbook {

using namespace Qt::StringLiterals;

ScriptFields::ScriptFields(const QJsonValue &value, QString pointer)
    : m_object(value.toObject())
    , m_pointer(std::move(pointer))
{
    if (!value.isObject())
        complain({}, u"must be an object"_s);
}

QJsonValue ScriptFields::value(QLatin1StringView name)
{
    m_known.append(name);
    return m_object.value(name);
}

QString ScriptFields::text(QLatin1StringView name)
{
    const QJsonValue field = value(name);
    if (!field.isString() && !field.isUndefined())
        complain(name, u"must be text in quotes"_s);
    return field.toString();
}

qint64 ScriptFields::integer(QLatin1StringView name, qint64 least, qint64 most, qint64 fallback)
{
    const double given = number(name, double(least), double(most), double(fallback));
    if (given != std::floor(given))
        complain(name, u"must be a whole number"_s);
    return qint64(given);
}

double ScriptFields::number(QLatin1StringView name, double least, double most, double fallback)
{
    const QJsonValue field = value(name);
    if (field.isUndefined())
        return fallback;
    const double given = field.toDouble(least - 1);
    if (field.isDouble() && given >= least && given <= most)
        return given;
    complain(name,
             u"must be a number from %1 to %2"_s.arg(least, 0, 'g', 15).arg(most, 0, 'g', 15));
    return fallback;
}

qsizetype ScriptFields::word(QLatin1StringView name, const QStringList &words, qsizetype fallback)
{
    const QJsonValue field = value(name);
    if (field.isUndefined())
        return fallback;
    const qsizetype index = field.isString() ? words.indexOf(field.toString()) : -1;
    if (index >= 0)
        return index;
    complain(name, u"must be one of "_s + words.join(", "_L1));
    return fallback;
}

void ScriptFields::complain(QLatin1StringView name, const QString &sentence)
{
    if (m_error)
        return;
    QString pointer = m_pointer;
    if (!name.isEmpty())
        pointer += u'/' + name;
    m_error = Error{ErrorKind::InvalidArgument,
                    u"%1 %2."_s.arg(pointer.isEmpty() ? u"the script"_s : pointer, sentence)};
}

std::optional<Error> ScriptFields::finish()
{
    m_known.append(u"comment"_s);
    for (const QString &name : m_object.keys()) {
        if (!m_known.contains(name) && !m_error)
            m_error
                = Error{ErrorKind::InvalidArgument,
                        u"%1/%2 is no field that is known here; remove it or take one of %3."_s.arg(
                            m_pointer, name, m_known.join(", "_L1))};
    }
    return m_error;
}

} // namespace sessionbook
