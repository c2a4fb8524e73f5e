#pragma once

#include "dialogs/CheckpointsRequest.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;

namespace sessionbook {

/// Lists the kept versions of a document beside what restoring the current one would change.
/// Accepted means: restore row().
class CheckpointsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit CheckpointsDialog(const CheckpointsRequest &request, QWidget *parent = nullptr);

    [[nodiscard]] int row() const; ///< -1 where there is none

private:
    QWidget *newList();
    QWidget *newPreview();
    QWidget *newButtons();
    void showCurrent();
    void showPreview(const CheckpointPreview &preview);
    void showWords(const QString &words);

    CheckpointsRequest m_request;
    QTreeWidget *m_list = nullptr;
    QPlainTextEdit *m_preview = nullptr;
    QPushButton *m_restore = nullptr;
};

} // namespace sessionbook
