#include "dialogs/pools/PoolCreateDialog.h"

#include "azure/AzureRegions.h"
#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolWords.h"
#include "dialogs/pools/RoleOffer.h"
#include "wording/ErrorText.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int margin = 20;
constexpr int fieldWidth = 290;
constexpr int secondsPerMinute = 60;
enum Page { FormPage, ProgressPage, RolePage };

QComboBox *newBox(QWidget *parent, const QString &name, const QString &accessibleName)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumWidth(fieldWidth);
    return box;
}

QLineEdit *newField(QWidget *parent, const QString &name, const QString &accessibleName)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(accessibleName);
    return field;
}

QSpinBox *newSpinBox(QWidget *parent, const QString &name, const QString &accessibleName, int least,
                     int most)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setRange(least, most);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons); // arrow keys and the wheel do
    return box;
}

QLabel *newWords(QWidget *parent, const QString &name, const QString &text = {})
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

PoolCreateDialog::PoolCreateDialog(PoolDirectory &directory, QWidget *parent)
    : QDialog(parent)
    , m_directory(directory)
{
    setObjectName(u"poolCreateDialog"_s);
    setWindowTitle(tr("Create a Pool"));
    m_role = new RoleOffer(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(newForm());
    m_pages->addWidget(newProgress());
    m_pages->addWidget(m_role);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(m_pages, 1);
    layout->addWidget(newButtons());
    connect(&m_directory, &PoolDirectory::changed, this, &PoolCreateDialog::fillSubscriptions);
    connect(m_role, &RoleOffer::changed, this, [this] { m_cancel->setText(tr("Close")); });
    fillSubscriptions();
    m_name->setFocus();
}

PoolCreateDialog::~PoolCreateDialog() = default;

QWidget *PoolCreateDialog::newForm()
{
    auto *page = new QWidget(this);
    m_name = newField(page, u"newPoolName"_s, tr("Name"));
    m_name->setPlaceholderText(tr("for example plots"));
    m_subscription = newBox(page, u"newPoolSubscription"_s, tr("Subscription"));
    m_group = newBox(page, u"newPoolGroup"_s, tr("Resource group"));
    m_newGroup = newField(page, u"newPoolNewGroup"_s, tr("Name of the new group"));
    m_newGroup->setText(u"sessionbook"_s);
    m_region = newBox(page, u"newPoolRegion"_s, tr("Region"));
    for (const AzureRegion &region : azureRegions())
        m_region->addItem(region.name, region.id);
    m_region->setCurrentIndex(m_region->findData(u"westeurope"_s));
    m_kind = newBox(page, u"newPoolKind"_s, tr("Type"));
    m_kind->addItem(tr("Python"), int(SessionPoolDraft::Kind::Python));
    m_kind->addItem(tr("Node.js"), int(SessionPoolDraft::Kind::Node));
    m_kind->addItem(tr("Shell"), int(SessionPoolDraft::Kind::Shell));
    m_network = newBox(page, u"newPoolNetwork"_s, tr("Network"));
    m_network->addItem(tr("Off: code reaches nothing outside"), false);
    m_network->addItem(tr("On: code may reach the internet"), true);
    m_cooldown = newSpinBox(page, u"newPoolCooldown"_s, tr("A session ends after minutes unused"),
                            int(SessionPoolDraft::shortestCooldown.count()) / secondsPerMinute,
                            int(SessionPoolDraft::longestCooldown.count()) / secondsPerMinute);
    m_cooldown->setSuffix(tr(" min unused"));
    m_cooldown->setValue(30);
    m_maximum = newSpinBox(page, u"newPoolMaximum"_s, tr("Sessions at most"), 1,
                           SessionPoolDraft::mostSessions);
    m_maximum->setValue(10);
    m_hint = newWords(page, u"newPoolHint"_s);
    m_hint->setMinimumHeight(36);
    m_hint->setAlignment(Qt::AlignTop);

    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(10);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("&Subscription:"), m_subscription);
    form->addRow(tr("Resource &group:"), m_group);
    form->addRow(tr("Ne&w group:"), m_newGroup);
    m_newGroupLabel = qobject_cast<QLabel *>(form->labelForField(m_newGroup));
    form->addRow(tr("&Region:"), m_region);
    form->addRow(tr("T&ype:"), m_kind);
    form->addRow(tr("Networ&k:"), m_network);
    auto *note = newWords(page, u"newPoolNetworkNote"_s,
                          tr("Without a network nothing can be installed or fetched, and nothing "
                             "leaves the session but what you download."));
    note->setProperty("tone", u"muted"_s);
    form->addRow({}, note);
    form->addRow(tr("Session &ends:"), m_cooldown);
    form->addRow(tr("At &most:"), m_maximum);
    m_maximum->setSuffix(tr(" sessions at once"));

    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addStretch();

    connect(m_name, &QLineEdit::textChanged, this, &PoolCreateDialog::validate);
    connect(m_newGroup, &QLineEdit::textChanged, this, &PoolCreateDialog::validate);
    connect(m_subscription, &QComboBox::currentIndexChanged, this, &PoolCreateDialog::listGroups);
    connect(m_group, &QComboBox::currentIndexChanged, this, &PoolCreateDialog::followGroup);
    return page;
}

QWidget *PoolCreateDialog::newProgress()
{
    auto *page = new QWidget(this);
    m_stage = newWords(page, u"newPoolStage"_s);
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

void PoolCreateDialog::fillSubscriptions()
{
    if (m_creation)
        return;
    const QString chosen = m_subscription->currentData().toString();
    const QSignalBlocker quiet(m_subscription);
    m_subscription->clear();
    for (const AzureSubscription &subscription : m_directory.subscriptions()) {
        if (subscription.isEnabled)
            m_subscription->addItem(subscription.name, subscription.id);
    }
    m_subscription->setCurrentIndex(std::max(0, m_subscription->findData(chosen)));
    if (m_subscription->currentData().toString() != chosen)
        listGroups();
    validate();
}

void PoolCreateDialog::listGroups()
{
    m_groups.clear();
    m_groupProblem.clear();
    const QString subscription = m_subscription->currentData().toString();
    if (!subscription.isEmpty() && m_directory.azure()) {
        auto *job = m_directory.azure()->resourceGroups(subscription, this);
        connect(job, &RestJob::finished, this, [this, job, subscription] {
            job->deleteLater();
            if (subscription == m_subscription->currentData().toString())
                groupsListed(*job);
        });
        job->start();
    }
    fillGroups();
}

void PoolCreateDialog::groupsListed(const ListResourceGroupsJob &job)
{
    const auto groups = job.result();
    if (groups)
        m_groups = *groups;
    else
        m_groupProblem = ErrorText::ofAzure(groups.error());
    fillGroups();
}

void PoolCreateDialog::fillGroups()
{
    const QString chosen = m_group->currentData().toString();
    const QSignalBlocker quiet(m_group);
    m_group->clear();
    m_group->addItem(tr("A new one"), QString());
    std::ranges::sort(m_groups, [](const AzureResourceGroup &a, const AzureResourceGroup &b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    for (const AzureResourceGroup &group : std::as_const(m_groups))
        m_group->addItem(group.name, group.name);
    m_group->setCurrentIndex(std::max(0, m_group->findData(chosen)));
    followGroup();
}

void PoolCreateDialog::followGroup()
{
    m_newGroup->setVisible(m_group->currentData().toString().isEmpty());
    m_newGroupLabel->setVisible(m_newGroup->isVisibleTo(this));
    const auto chosen
        = std::ranges::find(m_groups, m_group->currentData().toString(), &AzureResourceGroup::name);
    if (chosen != m_groups.end()) {
        const int region = m_region->findData(azureRegionId(chosen->region));
        if (region >= 0)
            m_region->setCurrentIndex(region);
    }
    validate();
}

bool PoolCreateDialog::groupIsNew() const
{
    const auto isTyped = [this](const AzureResourceGroup &group) {
        return group.name.compare(groupName(), Qt::CaseInsensitive) == 0;
    };
    return m_group->currentData().toString().isEmpty() && std::ranges::none_of(m_groups, isTyped);
}

QString PoolCreateDialog::groupName() const
{
    const QString chosen = m_group->currentData().toString();
    return chosen.isEmpty() ? m_newGroup->text().trimmed() : chosen;
}

QString PoolCreateDialog::obstacle() const
{
    if (m_subscription->count() == 0)
        return tr("There is no subscription that something can be created in.");
    const QString name = m_name->text().trimmed();
    if (const QString fault = PoolWords::faultOfName(name); !fault.isEmpty())
        return fault;
    const SessionPoolId id = plan().pool.id;
    if (std::ranges::any_of(m_directory.pools(),
                            [&](const SessionPool &pool) { return pool.id == id; }))
        return tr("This group has a pool of that name already.");
    if (!AzureResourceGroup::isNameAcceptable(groupName()))
        return tr("A group's name may hold letters, digits and - _ . ( ), and no dot at its end.");
    return {};
}

void PoolCreateDialog::validate()
{
    const QString fault = obstacle();
    m_hint->setText(fault.isEmpty() ? m_groupProblem : fault);
    m_create->setEnabled(fault.isEmpty());
}

PoolCreation::Plan PoolCreateDialog::plan() const
{
    return {.pool = {.id = {m_subscription->currentData().toString(), groupName(),
                            m_name->text().trimmed()},
                     .kind = SessionPoolDraft::Kind(m_kind->currentData().toInt()),
                     .region = m_region->currentData().toString(),
                     .hasEgress = m_network->currentData().toBool(),
                     .cooldown = std::chrono::minutes(m_cooldown->value()),
                     .maximumSessions = m_maximum->value()},
            .groupIsNew = groupIsNew()};
}

void PoolCreateDialog::create()
{
    m_creation = std::make_unique<PoolCreation>(*m_directory.azure(), plan());
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
        m_hint->setText(ErrorText::ofAzure(pool.error()));
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
    validate();
}

void PoolCreateDialog::reject()
{
    if (m_creation && m_creation->stage() != PoolCreation::Stage::Finished)
        return m_creation->cancel();
    QDialog::reject();
}

} // namespace sessionbook
