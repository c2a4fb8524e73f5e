#include "settings/Setting.h"

namespace sessionbook {

std::optional<QString> SettingCodec<QString>::fromVariant(const QVariant &value)
{
    // QSettings reads an unquoted comma as a list: what comes back is not the text that was
    // written, so it does not count.
    if (value.typeId() != QMetaType::QString)
        return std::nullopt;
    return value.toString();
}

std::optional<bool> SettingCodec<bool>::fromVariant(const QVariant &value)
{
    if (value.typeId() == QMetaType::Bool)
        return value.toBool();
    const QString word = value.toString();
    if (word == QLatin1String("true"))
        return true;
    if (word == QLatin1String("false"))
        return false;
    return std::nullopt;
}

std::optional<QStringList> SettingCodec<QStringList>::fromVariant(const QVariant &value)
{
    // An ini file has one spelling for a list of one and for a plain text.
    if (value.typeId() == QMetaType::QString)
        return value.toString().isEmpty() ? QStringList{} : QStringList{value.toString()};
    if (value.typeId() != QMetaType::QStringList)
        return std::nullopt;
    return value.toStringList();
}

std::optional<QByteArray> SettingCodec<QByteArray>::fromVariant(const QVariant &value)
{
    if (value.typeId() != QMetaType::QByteArray)
        return std::nullopt;
    return value.toByteArray();
}

} // namespace sessionbook
