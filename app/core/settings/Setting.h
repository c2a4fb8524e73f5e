#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>

namespace sessionbook {

/// One thing the program remembers: its key in the file, its type, and what holds where the file
/// says nothing usable.
template<typename T> struct Setting
{
    QString key;
    T fallback = {};
};

/// How a type stands in the file. The file is the user's to edit: fromVariant() gives nothing for
/// what is not a T.
template<typename T> struct SettingCodec;

template<> struct SettingCodec<QString>
{
    static QVariant toVariant(const QString &value) { return value; }
    static std::optional<QString> fromVariant(const QVariant &value);
};

template<> struct SettingCodec<bool>
{
    static QVariant toVariant(bool value) { return value; }
    static std::optional<bool> fromVariant(const QVariant &value);
};

template<> struct SettingCodec<QStringList>
{
    static QVariant toVariant(const QStringList &value) { return value; }
    static std::optional<QStringList> fromVariant(const QVariant &value);
};

template<> struct SettingCodec<QByteArray>
{
    static QVariant toVariant(const QByteArray &value) { return value; }
    static std::optional<QByteArray> fromVariant(const QVariant &value);
};

} // namespace sessionbook
