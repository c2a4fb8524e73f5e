#pragma once

#include "dialogs/Dialogs.h"

#include <QDialog>

namespace sessionbook {

/// Help ▸ Keyboard Shortcuts: every key of the window, by group. Stays open beside the work.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(const QList<ShortcutGroup> &groups, QWidget *parent = nullptr);
};

} // namespace sessionbook
