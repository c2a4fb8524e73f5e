#pragma once

#include "azure/pools/PoolCreation.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace sessionbook {

class PoolDirectory;
class PoolForm;
class RoleOffer;

/// Asks what a new pool shall be, creates it, and offers to give oneself the role to use it.
/// Everything is checked while it is typed. While Azure works the waiting can be cancelled; then
/// the form is there again.
class PoolCreateDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PoolCreateDialog(PoolDirectory &directory, QWidget *parent = nullptr);
    ~PoolCreateDialog() override;

    void reject() override;

signals:
    void created(const sessionbook::SessionPool &pool);

private:
    QWidget *newProgress();
    QWidget *newButtons();
    void create();
    void showStage();
    void creationFinished();
    void showForm();

    PoolDirectory &m_directory;
    std::unique_ptr<PoolCreation> m_creation;

    QStackedWidget *m_pages = nullptr;
    PoolForm *m_form = nullptr;
    QLabel *m_stage = nullptr;
    RoleOffer *m_role = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_create = nullptr;
};

} // namespace sessionbook
