#include "notebook/Cell.h"

#include <QMessageBox>
#include <QtWidgets/QLabel>
#include "ui/theme/Theme.h"
