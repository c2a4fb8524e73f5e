#include "dialogs/pools/PoolCreateDialog.h"

#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolForm.h"
#include "dialogs/pools/RoleOffer.h"
#include "wording/ErrorText.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int margin = 20;
enum Page { FormPage, ProgressPage, RolePage };

} // namespace

PoolCreateDialog::PoolCreateDialog(PoolDirectory &directory, QWidget *parent)
    : QDialog(parent)
    , m_directory(directory)
{
    setObjectName(u"poolCreateDialog"_s);
    setWindowTitle(tr("Create a Pool"));
    m_role = new RoleOffer(this);
    m_pages = new QStackedWidget(this);
    m_form = new PoolForm(directory, this);
    m_pages->addWidget(m_form);
    m_pages->addWidget(newProgress());
    m_pages->addWidget(m_role);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(m_pages, 1);
    layout->addWidget(newButtons());
    connect(m_form, &PoolForm::completeChanged, m_create, &QWidget::setEnabled);
    m_create->setEnabled(m_form->isComplete());
    connect(m_role, &RoleOffer::changed, this, [this] { m_cancel->setText(tr("Close")); });
    m_form->setFocus();
}

PoolCreateDialog::~PoolCreateDialog() = default;

QWidget *PoolCreateDialog::newProgress()
{
    auto *page = new QWidget(this);
    m_stage = new QLabel(page);
    m_stage->setObjectName(u"newPoolStage"_s);
    m_stage->setWordWrap(true);
    m_stage->setAlignment(Qt::AlignHCenter);
    auto *bar = new QProgressBar(page);
    bar->setObjectName(u"newPoolProgress"_s);
    bar->setAccessibleName(tr("Creating the pool"));
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedHeight(10);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(1);
    layout->addWidget(m_stage);
    layout->addWidget(bar);
    layout->addStretch(2);
    return page;
}

QWidget *PoolCreateDialog::newButtons()
{
    auto *buttons = new QWidget(this);
    m_cancel = new QPushButton(tr("Cancel"), buttons);
    m_cancel->setObjectName(u"newPoolCancel"_s);
    m_cancel->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &PoolCreateDialog::reject);
    m_create = new QPushButton(tr("&Create"), buttons);
    m_create->setObjectName(u"newPoolCreate"_s);
    m_create->setDefault(true);
    connect(m_create, &QPushButton::clicked, this, &PoolCreateDialog::create);
    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(m_cancel);
    layout->addWidget(m_create);
    return buttons;
}

void PoolCreateDialog::create()
{
    m_creation = std::make_unique<PoolCreation>(*m_directory.azure(), m_form->plan());
    connect(m_creation.get(), &PoolCreation::stageChanged, this, &PoolCreateDialog::showStage);
    connect(m_creation.get(), &PoolCreation::finished, this, &PoolCreateDialog::creationFinished);
    m_pages->setCurrentIndex(ProgressPage);
    m_create->hide();
    m_creation->start();
}

void PoolCreateDialog::showStage()
{
    switch (m_creation->stage()) {
    case PoolCreation::Stage::Group:
        return m_stage->setText(tr("Creating the resource group…"));
    case PoolCreation::Stage::Registration:
        return m_stage->setText(tr("Preparing the subscription for Container Apps. This is done "
                                   "once and takes a minute or two…"));
    case PoolCreation::Stage::Pool:
        return m_stage->setText(tr("Azure is creating the pool. This takes up to a minute…"));
    case PoolCreation::Stage::Finished:
        break;
    }
}

void PoolCreateDialog::creationFinished()
{
    const auto pool = m_creation->result();
    if (!pool) {
        showForm();
        m_form->showProblem(ErrorText::ofAzure(pool.error()));
        return;
    }
    emit created(*pool);
    m_role->setPool(*pool, m_directory);
    m_pages->setCurrentIndex(RolePage);
    m_cancel->setText(tr("Not Now"));
    m_role->setFocus();
}

void PoolCreateDialog::showForm()
{
    m_creation.release()->deleteLater(); // it is telling us of its end
    m_pages->setCurrentIndex(FormPage);
    m_create->show();
}

void PoolCreateDialog::reject()
{
    if (m_creation && m_creation->stage() != PoolCreation::Stage::Finished)
        return m_creation->cancel();
    QDialog::reject();
}

} // namespace sessionbook
