#include "dialogs/SignInSettings.h"

#include <QFormLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace sessionbook {

SignInSettings::SignInSettings(const PoolSignIn &initial, QWidget *parent)
    : QWidget(parent)
    , m_initial(initial)
    , m_tenant(addField(u"signInTenant"_s, tr("Tenant"), initial.tenant,
                        tr("The account's own, or a domain or GUID")))
    , m_authority(addField(u"signInAuthority"_s, tr("Authority"), initial.authority,
                           u"login.microsoftonline.com"_s))
    , m_clientId(addField(u"signInClientId"_s, tr("Client ID"), initial.clientId,
                          tr("That of the Azure CLI")))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->addRow(tr("&Tenant:"), m_tenant);
    form->addRow(tr("&Authority:"), m_authority);
    form->addRow(tr("Client &ID:"), m_clientId);
}

QLineEdit *SignInSettings::addField(const QString &name, const QString &accessibleName,
                                    const QString &value, const QString &placeholder)
{
    auto *field = new QLineEdit(value, this);
    field->setObjectName(name);
    field->setAccessibleName(accessibleName);
    field->setPlaceholderText(placeholder);
    return field;
}

PoolSignIn SignInSettings::signIn() const
{
    PoolSignIn signIn = m_initial;
    signIn.tenant = m_tenant->text().trimmed();
    signIn.authority = m_authority->text().trimmed();
    signIn.clientId = m_clientId->text().trimmed();
    if (signIn != m_initial)
        signIn.account.clear(); // of another place
    return signIn;
}

bool SignInSettings::isInUse() const
{
    return !m_initial.tenant.isEmpty() || !m_initial.authority.isEmpty()
        || !m_initial.clientId.isEmpty();
}

} // namespace sessionbook
