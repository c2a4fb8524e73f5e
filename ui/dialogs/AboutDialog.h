#pragma once

#include <QDialog>

namespace sessionbook {

/// Help ▸ About: name, version, licence, and whose work the program is built on.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace sessionbook
