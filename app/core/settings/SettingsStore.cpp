#include "settings/SettingsStore.h"

#include <QStandardPaths>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + "/sessionbook/sessionbook.ini"_L1;
}

} // namespace

SettingsStore::SettingsStore(const QString &path, QObject *parent)
    : QObject(parent)
    , m_settings(path.isEmpty() ? defaultPath() : path, QSettings::IniFormat)
{
}

Result<void> SettingsStore::sync()
{
    m_settings.sync();
    switch (m_settings.status()) {
    case QSettings::NoError:
        return {};
    case QSettings::AccessError:
        return Error{ErrorKind::WriteFailed, u"settings cannot be written"_s, path()};
    case QSettings::FormatError:
        break;
    }
    return Error{ErrorKind::InvalidArgument, u"not an ini file"_s, path()};
}

} // namespace sessionbook
