#pragma once

#include "dialogs/RecoveryOffer.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;

namespace sessionbook {

/// Lists the notebooks whose windows ended before they were saved, to be recovered or discarded.
/// What differs from the saved file shows below on demand. Closing it is "Later".
class RecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RecoveryDialog(QList<RecoveryOffer> offers, QWidget *parent = nullptr);

    /// After the dialog is finished.
    [[nodiscard]] RecoveryChoice choice() const;

private:
    void buildList();
    void buildDifferences();
    [[nodiscard]] QWidget *newButtons();
    void finish(RecoveryAction action);
    void showDifferences(bool shown);
    void showCurrent();
    void updateButtons();
    [[nodiscard]] QList<int> checked() const;

    QList<RecoveryOffer> m_offers;
    RecoveryAction m_action = RecoveryAction::Later;
    QTreeWidget *m_list;
    QWidget *m_details;
    QLabel *m_note;
    QPlainTextEdit *m_differences;
    QPushButton *m_recover = nullptr;
    QPushButton *m_discard = nullptr;
};

} // namespace sessionbook
