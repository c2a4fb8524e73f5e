#include "dialogs/pools/RoleOffer.h"

#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/CommandLine.h"
#include "wording/AccessText.h"
#include "wording/ErrorText.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

RoleOffer::RoleOffer(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_command(new CommandLine(this))
    , m_assign(new QPushButton(tr("&Give Me the Role"), this))
{
    setObjectName(u"roleOffer"_s);
    m_title->setObjectName(u"poolNoticeTitle"_s);
    m_text->setObjectName(u"roleText"_s);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_assign->setObjectName(u"roleAssign"_s);
    setFocusProxy(m_assign);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_command);
    layout->addWidget(m_assign, 0, Qt::AlignLeft);
    layout->addStretch();
}

void RoleOffer::setPool(const SessionPool &pool, PoolDirectory &directory)
{
    m_pool = pool;
    m_title->setText(tr("The pool ‘%1’ is ready").arg(pool.id.name));
    m_command->hide();
    if (!directory.account() || directory.account()->objectId.isEmpty())
        return askAnOwner(tr("To run code in it you need the role ‘%1’ on it. An owner of the pool "
                             "gives it with this command:")
                              .arg(sessionExecutorRoleName()));
    m_principal = directory.account()->objectId;
    m_text->setText(tr("To run code in it your account needs the role ‘%1’ on it. Creating a pool "
                       "does not give it.")
                        .arg(sessionExecutorRoleName()));
    connect(m_assign, &QPushButton::clicked, this, [this, &directory] { assign(directory); });
}

void RoleOffer::assign(PoolDirectory &directory)
{
    const AzurePrincipal me{.objectId = m_principal,
                            .kind = directory.account() && directory.account()->isProgram
                                ? AzurePrincipal::Kind::ServicePrincipal
                                : AzurePrincipal::Kind::User};
    auto *job = directory.azure()->assignExecutorRole(m_pool.id, me, this);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        assigned(*job);
    });
    m_assign->setEnabled(false);
    m_text->setText(tr("Giving your account the role…"));
    job->start();
}

void RoleOffer::assigned(const ArmOperationJob &job)
{
    const auto done = job.result();
    m_assign->setEnabled(true);
    if (done || done.error().code == "RoleAssignmentExists"_L1) {
        m_text->setText(tr("Your account has the role ‘%1’ now. It takes one to five minutes until "
                           "it counts; until then the pool may still refuse you.")
                            .arg(sessionExecutorRoleName()));
        m_assign->hide();
        emit changed();
        return;
    }
    if (done.error().kind == RestError::Kind::Forbidden)
        return askAnOwner(tr("Your account may not give roles here. Ask an owner of the "
                             "subscription or the group to run this command, or to give you the "
                             "role ‘%1’ in the Azure portal:")
                              .arg(sessionExecutorRoleName()));
    m_text->setText(tr("The role was not given. %1").arg(ErrorText::ofAzure(done.error())));
}

void RoleOffer::askAnOwner(const QString &text)
{
    m_text->setText(text);
    m_command->setCommand(AccessText::roleCommand(m_pool.id.toString(), m_principal));
    m_command->show();
    m_assign->hide();
    emit changed();
}

} // namespace sessionbook
