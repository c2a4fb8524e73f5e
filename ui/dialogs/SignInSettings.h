#pragma once

#include "settings/PoolProfile.h"

#include <QWidget>

class QLineEdit;

namespace sessionbook {

/// The settings of a sign-in that few people need: tenant, authority, client ID. Empty fields stand
/// for the service's own.
class SignInSettings : public QWidget
{
    Q_OBJECT
public:
    explicit SignInSettings(const PoolSignIn &initial, QWidget *parent = nullptr);

    /// The initial ones with what was typed; the account is kept while they name the same place.
    [[nodiscard]] PoolSignIn signIn() const;
    /// Whether one of them is set.
    [[nodiscard]] bool isInUse() const;

private:
    QLineEdit *addField(const QString &name, const QString &accessibleName, const QString &value,
                        const QString &placeholder);

    PoolSignIn m_initial;
    QLineEdit *m_tenant;
    QLineEdit *m_authority;
    QLineEdit *m_clientId;
};

} // namespace sessionbook
