#include "dialogs/pools/PoolForm.h"

#include "azure/AzureRegions.h"
#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolWords.h"
#include "wording/ErrorText.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int fieldWidth = 290;
constexpr int secondsPerMinute = 60;

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

PoolForm::PoolForm(PoolDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_directory(directory)
{
    buildFields();
    buildLayout();
    connect(m_name, &QLineEdit::textChanged, this, &PoolForm::validate);
    connect(m_newGroup, &QLineEdit::textChanged, this, &PoolForm::validate);
    connect(m_subscription, &QComboBox::currentIndexChanged, this, &PoolForm::listGroups);
    connect(m_group, &QComboBox::currentIndexChanged, this, &PoolForm::followGroup);
    connect(&m_directory, &PoolDirectory::changed, this, &PoolForm::fillSubscriptions);
    fillSubscriptions();
    setFocusProxy(m_name);
}

void PoolForm::buildFields()
{
    m_name = newField(this, u"newPoolName"_s, tr("Name"));
    m_name->setPlaceholderText(tr("for example plots"));
    m_subscription = newBox(this, u"newPoolSubscription"_s, tr("Subscription"));
    m_group = newBox(this, u"newPoolGroup"_s, tr("Resource group"));
    m_newGroup = newField(this, u"newPoolNewGroup"_s, tr("Name of the new group"));
    m_newGroup->setText(u"sessionbook"_s);
    m_region = newBox(this, u"newPoolRegion"_s, tr("Region"));
    for (const AzureRegion &region : azureRegions())
        m_region->addItem(region.name, region.id);
    m_region->setCurrentIndex(m_region->findData(u"westeurope"_s));
    m_kind = newBox(this, u"newPoolKind"_s, tr("Type"));
    m_kind->addItem(tr("Python"), int(SessionPoolDraft::Kind::Python));
    m_kind->addItem(tr("Node.js"), int(SessionPoolDraft::Kind::Node));
    m_kind->addItem(tr("Shell"), int(SessionPoolDraft::Kind::Shell));
    m_network = newBox(this, u"newPoolNetwork"_s, tr("Network"));
    m_network->addItem(tr("Off: code reaches nothing outside"), false);
    m_network->addItem(tr("On: code may reach the internet"), true);
    m_cooldown = newSpinBox(this, u"newPoolCooldown"_s, tr("A session ends after minutes unused"),
                            int(SessionPoolDraft::shortestCooldown.count()) / secondsPerMinute,
                            int(SessionPoolDraft::longestCooldown.count()) / secondsPerMinute);
    m_cooldown->setSuffix(tr(" min unused"));
    m_cooldown->setValue(30);
    m_maximum = newSpinBox(this, u"newPoolMaximum"_s, tr("Sessions at most"), 1,
                           SessionPoolDraft::mostSessions);
    m_maximum->setValue(10);
    m_hint = newWords(this, u"newPoolHint"_s);
    m_hint->setMinimumHeight(36);
    m_hint->setAlignment(Qt::AlignTop);
}

void PoolForm::buildLayout()
{
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
    auto *note = newWords(this, u"newPoolNetworkNote"_s,
                          tr("Without a network nothing can be installed or fetched, and nothing "
                             "leaves the session but what you download."));
    note->setProperty("tone", u"muted"_s);
    form->addRow({}, note);
    form->addRow(tr("Session &ends:"), m_cooldown);
    form->addRow(tr("At &most:"), m_maximum);
    m_maximum->setSuffix(tr(" sessions at once"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addStretch();
}

void PoolForm::showProblem(const QString &text)
{
    m_hint->setText(text);
}

void PoolForm::fillSubscriptions()
{
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

void PoolForm::listGroups()
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

void PoolForm::groupsListed(const ListResourceGroupsJob &job)
{
    const auto groups = job.result();
    if (groups)
        m_groups = *groups;
    else
        m_groupProblem = ErrorText::ofAzure(groups.error());
    fillGroups();
}

void PoolForm::fillGroups()
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

void PoolForm::followGroup()
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

bool PoolForm::groupIsNew() const
{
    const auto isTyped = [this](const AzureResourceGroup &group) {
        return group.name.compare(groupName(), Qt::CaseInsensitive) == 0;
    };
    return m_group->currentData().toString().isEmpty() && std::ranges::none_of(m_groups, isTyped);
}

QString PoolForm::groupName() const
{
    const QString chosen = m_group->currentData().toString();
    return chosen.isEmpty() ? m_newGroup->text().trimmed() : chosen;
}

QString PoolForm::obstacle() const
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

void PoolForm::validate()
{
    const QString fault = obstacle();
    m_hint->setText(fault.isEmpty() ? m_groupProblem : fault);
    m_isComplete = fault.isEmpty();
    emit completeChanged(m_isComplete);
}

PoolCreation::Plan PoolForm::plan() const
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

} // namespace sessionbook
