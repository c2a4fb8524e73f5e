#pragma once

#include "azure/pools/PoolCreation.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace sessionbook {

class PoolDirectory;
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
    QWidget *newForm();
    QWidget *newProgress();
    QWidget *newButtons();
    void fillSubscriptions();
    void fillGroups();
    void listGroups();
    void groupsListed(const ListResourceGroupsJob &job);
    void followGroup();
    void validate();
    /// Why nothing can be created yet; empty when it can.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] PoolCreation::Plan plan() const;
    [[nodiscard]] bool groupIsNew() const;
    [[nodiscard]] QString groupName() const;

    void create();
    void showStage();
    void creationFinished();
    void showForm();

    PoolDirectory &m_directory;
    QList<AzureResourceGroup> m_groups;
    QString m_groupProblem; ///< why they could not be listed
    std::unique_ptr<PoolCreation> m_creation;

    QStackedWidget *m_pages = nullptr;
    QComboBox *m_subscription = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_group = nullptr;
    QLineEdit *m_newGroup = nullptr;
    QLabel *m_newGroupLabel = nullptr;
    QComboBox *m_region = nullptr;
    QComboBox *m_kind = nullptr;
    QComboBox *m_network = nullptr;
    QSpinBox *m_cooldown = nullptr;
    QSpinBox *m_maximum = nullptr;
    QLabel *m_hint = nullptr;
    QLabel *m_stage = nullptr;
    RoleOffer *m_role = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_create = nullptr;
};

} // namespace sessionbook
