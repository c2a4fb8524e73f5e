#include "dialogs/PoolDialog.h"

#include "azure/arm/ArmResource.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// The pool's own name, which its address ends with, where it does.
QString nameOf(const QUrl &url)
{
    const auto id = SessionPoolId::ofEndpoint(url);
    return id ? id->name : url.host();
}

} // namespace

PoolDialog::PoolDialog(const PoolProfile &initial, QWidget *parent)
    : QDialog(parent)
    , m_initial(initial)
{
    setObjectName(u"poolDialog"_s);
    setWindowTitle(tr("Connect to a Pool"));
    build();
    m_address->setText(initial.url.toString());
    const int index = m_credential->findData(static_cast<int>(initial.credential));
    m_credential->setCurrentIndex(index < 0 ? 0 : index);
    connect(m_address, &QLineEdit::textChanged, this, &PoolDialog::validate);
    connect(m_token, &QLineEdit::textChanged, this, &PoolDialog::validate);
    connect(m_credential, &QComboBox::currentIndexChanged, this, &PoolDialog::validate);
    validate();
}

void PoolDialog::build()
{
    m_address = new QLineEdit(this);
    m_address->setObjectName(u"poolAddress"_s);
    m_address->setAccessibleName(tr("Pool address"));
    m_address->setPlaceholderText(u"https://<region>.dynamicsessions.io/subscriptions/…"_s);
    m_address->setMinimumWidth(460);

    m_credential = new QComboBox(this);
    m_credential->setObjectName(u"poolCredential"_s);
    m_credential->setAccessibleName(tr("Where the token comes from"));
    m_credential->addItem(tr("Automatic: environment, then Azure's tools"),
                          static_cast<int>(PoolCredential::Automatic));
    m_credential->addItem(tr("Sign in with a browser or a code"),
                          static_cast<int>(PoolCredential::SignedIn));
    m_credential->addItem(tr("Azure CLI (az login)"), static_cast<int>(PoolCredential::AzureCli));
    m_credential->addItem(tr("Environment variable SESSIONBOOK_POOL_TOKEN"),
                          static_cast<int>(PoolCredential::Environment));
    m_credential->addItem(tr("A token typed in here"), static_cast<int>(PoolCredential::TypedIn));

    m_token = new QLineEdit(this);
    m_token->setObjectName(u"poolToken"_s);
    m_token->setAccessibleName(tr("Token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("Kept in memory only, until the program ends"));

    m_hint = new QLabel(this);
    m_hint->setObjectName(u"poolHint"_s);
    m_hint->setWordWrap(true);
    m_hint->setMinimumHeight(36);

    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->addRow(tr("&Address:"), m_address);
    form->addRow(tr("&Sign in with:"), m_credential);
    form->addRow(tr("&Token:"), m_token);
    m_tokenLabel = qobject_cast<QLabel *>(form->labelForField(m_token));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_connect = buttons->addButton(tr("&Connect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName(u"poolConnect"_s);
    m_connect->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
}

PoolChoice PoolDialog::choice() const
{
    PoolChoice choice;
    choice.profile = m_initial; // what is remembered of the pool stays with it
    if (url() != m_initial.url)
        choice.profile = {.name = {}, .url = url(), .signIn = m_initial.signIn};
    if (choice.profile.name.isEmpty()) // also of an address that was pasted into the chooser
        choice.profile.name = nameOf(url());
    choice.profile.credential = credential();
    if (choice.profile.credential == PoolCredential::TypedIn)
        choice.typedToken = Secret(m_token->text().trimmed().toUtf8());
    return choice;
}

QUrl PoolDialog::url() const
{
    return QUrl(m_address->text().trimmed(), QUrl::StrictMode);
}

PoolCredential PoolDialog::credential() const
{
    return static_cast<PoolCredential>(m_credential->currentData().toInt());
}

QString PoolDialog::obstacle() const
{
    if (m_address->text().trimmed().isEmpty())
        return tr("Enter the pool's management endpoint; the Azure portal shows it on the pool's "
                  "overview page.");
    if (!url().isValid() || url().host().isEmpty())
        return tr("This is no web address.");
    if (url().scheme() == "http"_L1 && !PoolProfile::isUrlAcceptable(url()))
        return tr("A token would travel unencrypted: the address must begin with https:// unless "
                  "it is on this computer.");
    if (!PoolProfile::isUrlAcceptable(url()))
        return tr("The address must begin with https:// and hold no user name, query or fragment.");
    if (credential() == PoolCredential::TypedIn && m_token->text().trimmed().isEmpty())
        return tr("Enter the token.");
    return {};
}

void PoolDialog::validate()
{
    const bool typed = credential() == PoolCredential::TypedIn;
    m_token->setVisible(typed);
    m_tokenLabel->setVisible(typed);
    const QString hint = obstacle();
    m_hint->setText(hint);
    m_connect->setEnabled(hint.isEmpty());
}

} // namespace sessionbook
