#pragma once

#include "settings/PoolProfile.h"
#include "settings/Setting.h"

/// Every setting there is. A new one gets a line here, its type a codec; nothing else holds a key.
namespace sessionbook::settings {

using namespace Qt::StringLiterals;

/// "system", "light", "dark" or "high-contrast"; the theme module knows the words.
inline const Setting<QString> theme{u"appearance/theme"_s, u"system"_s};

/// As QMainWindow::saveGeometry() and saveState() give them; Qt checks them on the way back.
inline const Setting<QByteArray> windowGeometry{u"window/geometry"_s};
inline const Setting<QByteArray> windowState{u"window/state"_s};
inline const Setting<bool> filesPanelVisible{u"window/filesPanelVisible"_s, true};

/// Newest first; change it through RecentFiles.
inline const Setting<QStringList> recentFiles{u"files/recent"_s};
inline const Setting<QString> lastDirectory{u"files/lastDirectory"_s};

/// When the document is saved by itself: never, when its window loses the focus, or as a number of
/// seconds after the first change.
inline const QString autosaveOff = u"off"_s;
inline const QString autosaveOnFocusLost = u"focus"_s;
inline const Setting<QString> autosave{u"files/autosave"_s, autosaveOff};

/// The pools the user added; PoolProfile::local() is there besides.
inline const Setting<QList<PoolProfile>> pools{u"pools/list"_s};

/// What becomes of a remote session when its window is closed.
inline const QString onCloseAsk = u"ask"_s;
inline const QString onCloseEnd = u"end"_s;
inline const QString onCloseLeave = u"leave"_s;
inline const Setting<QString> sessionOnClose{u"sessions/onClose"_s, onCloseAsk};

} // namespace sessionbook::settings
