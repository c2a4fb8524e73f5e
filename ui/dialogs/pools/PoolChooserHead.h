#pragma once

#include "theme/Theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace sessionbook {

class PoolDirectory;

/// What stands above the list of pools: the search, who is signed in and where.
class PoolChooserHead : public QWidget
{
    Q_OBJECT
public:
    explicit PoolChooserHead(const Theme &theme, QWidget *parent = nullptr);

    void showState(const PoolDirectory &directory);
    [[nodiscard]] QString words() const; ///< searched for, without spaces around
    void clearSearch();

signals:
    void searched(const QString &text);
    void refreshAsked();
    void signInAsked();
    void tenantChosen(const QString &tenant);

private:
    void buildSearch(const Theme &theme);
    void buildAccount();
    void showAccount(const PoolDirectory &directory);
    void showTenants(const PoolDirectory &directory);

    QLineEdit *m_search = nullptr;
    QToolButton *m_refresh = nullptr;
    QLabel *m_account = nullptr;
    QComboBox *m_tenant = nullptr;
    QPushButton *m_signIn = nullptr;
};

} // namespace sessionbook
