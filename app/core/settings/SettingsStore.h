#pragma once

#include "base/Result.h"
#include "settings/Setting.h"

#include <QObject>
#include <QSettings>

namespace sessionbook {

/// What the program remembers between runs, in an ini file of the user's configuration directory
/// (settings/Settings.h lists it).
///
/// One for the program, made by DesktopContext; lives in the GUI thread. Modules get values from
/// it, never the store itself. A file that cannot be read counts as empty; one that cannot be
/// written loses nothing but the remembering (see sync()).
class SettingsStore : public QObject
{
    Q_OBJECT
public:
    /// `path` empty: sessionbook/sessionbook.ini below XDG_CONFIG_HOME (below Qt's test paths in
    /// test mode).
    explicit SettingsStore(const QString &path = {}, QObject *parent = nullptr);

    template<typename T> [[nodiscard]] T value(const Setting<T> &setting) const
    {
        if (!m_settings.contains(setting.key))
            return setting.fallback;
        return SettingCodec<T>::fromVariant(m_settings.value(setting.key))
            .value_or(setting.fallback);
    }

    template<typename T> void set(const Setting<T> &setting, const T &value)
    {
        if (m_settings.contains(setting.key) && this->value(setting) == value)
            return;
        m_settings.setValue(setting.key, SettingCodec<T>::toVariant(value));
        emit changed(setting.key);
    }

    /// Writes now what Qt would write soon. Errors: WriteFailed, InvalidArgument (the file was not
    /// an ini file).
    Result<void> sync();
    [[nodiscard]] QString path() const { return m_settings.fileName(); }

signals:
    void changed(const QString &key);

private:
    QSettings m_settings;
};

} // namespace sessionbook
