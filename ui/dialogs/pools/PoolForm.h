#pragma once

#include "azure/pools/PoolCreation.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace sessionbook {

class PoolDirectory;

/// Asks what a new pool shall be; everything is checked while it is typed.
class PoolForm : public QWidget
{
    Q_OBJECT
public:
    explicit PoolForm(PoolDirectory &directory, QWidget *parent = nullptr);

    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] PoolCreation::Plan plan() const;
    /// What went wrong with the plan; until something is changed.
    void showProblem(const QString &text);

signals:
    void completeChanged(bool isComplete);

private:
    void buildFields();
    void buildLayout();
    void fillSubscriptions();
    void fillGroups();
    void listGroups();
    void groupsListed(const ListResourceGroupsJob &job);
    void followGroup();
    void validate();
    /// Why nothing can be created yet; empty when it can.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] bool groupIsNew() const;
    [[nodiscard]] QString groupName() const;

    PoolDirectory &m_directory;
    QList<AzureResourceGroup> m_groups;
    QString m_groupProblem; ///< why they could not be listed
    bool m_isComplete = false;

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
};

} // namespace sessionbook
