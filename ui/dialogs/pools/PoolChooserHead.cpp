#include "dialogs/pools/PoolChooserHead.h"

#include "azure/pools/PoolDirectory.h"
#include "theme/Icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

PoolChooserHead::PoolChooserHead(const Theme &theme, QWidget *parent)
    : QWidget(parent)
{
    buildSearch(theme);
    buildAccount();
    auto *searchLine = new QHBoxLayout;
    searchLine->setSpacing(6);
    searchLine->addWidget(m_search, 1);
    searchLine->addWidget(m_refresh);
    auto *accountLine = new QHBoxLayout;
    accountLine->addWidget(m_account, 1);
    accountLine->addWidget(m_tenant);
    accountLine->addWidget(m_signIn);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(searchLine);
    layout->addLayout(accountLine);
    setFocusProxy(m_search);
}

void PoolChooserHead::buildSearch(const Theme &theme)
{
    m_search = new QLineEdit(this);
    m_search->setObjectName(u"poolSearch"_s);
    m_search->setAccessibleName(tr("Search pools, or paste an address"));
    m_search->setPlaceholderText(tr("Search, or paste a pool's address"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, &PoolChooserHead::searched);
    m_refresh = new QToolButton(this);
    m_refresh->setObjectName(u"poolRefresh"_s);
    m_refresh->setIcon(Icons::icon(u"refresh-cw"_s, theme));
    m_refresh->setShortcut(QKeySequence(u"F5"_s));
    m_refresh->setToolTip(tr("Look for pools again (F5)"));
    m_refresh->setAccessibleName(tr("Look for pools again"));
    connect(m_refresh, &QToolButton::clicked, this, &PoolChooserHead::refreshAsked);
}

void PoolChooserHead::buildAccount()
{
    m_account = new QLabel(this);
    m_account->setObjectName(u"poolAccount"_s);
    m_account->setProperty("tone", u"muted"_s);
    m_account->setTextFormat(Qt::PlainText); // accounts are other people's words
    m_account->setWordWrap(true);
    m_tenant = new QComboBox(this);
    m_tenant->setObjectName(u"poolTenant"_s);
    m_tenant->setAccessibleName(tr("Directory"));
    m_tenant->setToolTip(tr("The directory whose subscriptions are shown"));
    m_tenant->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tenant->setMinimumContentsLength(14);
    m_tenant->hide();
    connect(m_tenant, &QComboBox::activated, this,
            [this](int index) { emit tenantChosen(m_tenant->itemData(index).toString()); });
    m_signIn = new QPushButton(tr("&Sign In…"), this);
    m_signIn->setObjectName(u"poolSignIn"_s);
    m_signIn->setAutoDefault(false);
    m_signIn->setToolTip(tr("Sign in to Azure, or as somebody else, or to another directory"));
    connect(m_signIn, &QPushButton::clicked, this, &PoolChooserHead::signInAsked);
}

QString PoolChooserHead::words() const
{
    return m_search->text().trimmed();
}

void PoolChooserHead::clearSearch()
{
    m_search->clear();
}

void PoolChooserHead::showState(const PoolDirectory &directory)
{
    m_refresh->setEnabled(directory.state() != PoolDirectory::State::Searching);
    m_signIn->setText(directory.account() ? tr("&Switch…") : tr("&Sign In…"));
    showAccount(directory);
    showTenants(directory);
}

void PoolChooserHead::showAccount(const PoolDirectory &directory)
{
    const QString account = directory.account() ? directory.account()->account : QString();
    if (directory.error() && directory.error()->kind == RestError::Kind::NoCredential)
        m_account->setText(tr("Not signed in to Azure."));
    else if (directory.state() == PoolDirectory::State::Searching)
        m_account->setText(directory.subscriptions().isEmpty()
                               ? tr("Looking for pools in Azure…")
                               : tr("Looking for pools in %n subscription(s)…", nullptr,
                                    int(directory.subscriptions().size())));
    else
        m_account->setText(account.isEmpty() ? tr("Signed in to Azure.")
                                             : tr("Signed in as %1.").arg(account));
}

void PoolChooserHead::showTenants(const PoolDirectory &directory)
{
    const auto &tenants = directory.tenants();
    const auto &account = directory.account();
    if (tenants.isEmpty() && directory.state() != PoolDirectory::State::Ready)
        return; // while another directory is looked into, the choice stays
    m_tenant->clear();
    for (const AzureTenant &tenant : tenants)
        m_tenant->addItem(tenant.name, tenant.id);
    m_tenant->setCurrentIndex(account ? m_tenant->findData(account->tenant) : -1);
    m_tenant->setVisible(tenants.size() > 1);
}

} // namespace sessionbook
