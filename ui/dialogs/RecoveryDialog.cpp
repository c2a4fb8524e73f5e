#include "dialogs/RecoveryDialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr QSize firstSize(720, 320);
constexpr int detailsHeight = 180;
constexpr int widestColumn = 260; // a deep folder must not push the rest away

enum Column { Name, Place, Time, Summary, ColumnCount };

} // namespace

RecoveryDialog::RecoveryDialog(QList<RecoveryOffer> offers, QWidget *parent)
    : QDialog(parent)
    , m_offers(std::move(offers))
    , m_list(new QTreeWidget(this))
    , m_details(new QWidget(this))
    , m_note(new QLabel(m_details))
    , m_differences(new QPlainTextEdit(m_details))
{
    setObjectName(u"recoveryDialog"_s);
    setWindowTitle(tr("Recover Notebooks"));
    resize(firstSize);
    buildList();
    buildDifferences();

    auto *text = new QLabel(tr("Sessionbook ended before these notebooks were saved. What was in "
                               "their windows is still there, outputs included. The files are as "
                               "they were last saved; recovering does not change them."),
                            this);
    text->setObjectName(u"recoveryText"_s);
    text->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(text);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_details, 1);
    layout->addWidget(newButtons());
    showCurrent();
    updateButtons();
}

void RecoveryDialog::buildList()
{
    m_list->setObjectName(u"recoveryList"_s);
    m_list->setAccessibleName(tr("Notebooks that can be recovered"));
    m_list->setRootIsDecorated(false);
    m_list->setColumnCount(ColumnCount);
    m_list->setHeaderLabels({tr("Notebook"), tr("Folder"), tr("Last change"), tr("Not saved")});
    for (const RecoveryOffer &offer : std::as_const(m_offers)) {
        auto *item = new QTreeWidgetItem(m_list);
        item->setText(Name, offer.name);
        item->setText(Place, offer.place);
        item->setText(Time,
                      QLocale().toString(offer.changedAt.toLocalTime(), QLocale::ShortFormat));
        item->setText(Summary, offer.summary);
        item->setCheckState(Name, Qt::Checked);
        item->setToolTip(Place, offer.place);
    }
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->header()->setMaximumSectionSize(widestColumn);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(true);
    m_list->setCurrentItem(m_list->topLevelItem(0));
    connect(m_list, &QTreeWidget::currentItemChanged, this, &RecoveryDialog::showCurrent);
    connect(m_list, &QTreeWidget::itemChanged, this, &RecoveryDialog::updateButtons);
}

void RecoveryDialog::buildDifferences()
{
    m_note->setObjectName(u"recoveryNote"_s);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_differences->setObjectName(u"recoveryDifferences"_s);
    m_differences->setAccessibleName(tr("Differences from the saved file"));
    m_differences->setReadOnly(true);
    m_differences->setTabChangesFocus(true);
    m_differences->setMinimumHeight(detailsHeight);
    auto *layout = new QVBoxLayout(m_details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_note);
    layout->addWidget(m_differences, 1);
    m_details->hide();
}

QWidget *RecoveryDialog::newButtons()
{
    auto *buttons = new QDialogButtonBox(this);
    m_recover = buttons->addButton(tr("&Recover"), QDialogButtonBox::AcceptRole);
    m_recover->setObjectName(u"recoverButton"_s);
    m_recover->setDefault(true);
    m_discard = buttons->addButton(tr("&Discard…"), QDialogButtonBox::DestructiveRole);
    m_discard->setObjectName(u"discardButton"_s);
    auto *later = buttons->addButton(tr("&Later"), QDialogButtonBox::RejectRole);
    later->setObjectName(u"laterButton"_s);
    later->setToolTip(tr("They are offered again at the next start"));
    auto *differences = buttons->addButton(tr("&Show Differences"), QDialogButtonBox::HelpRole);
    differences->setObjectName(u"differencesButton"_s);
    differences->setCheckable(true);
    connect(m_recover, &QPushButton::clicked, this, [this] { finish(RecoveryAction::Recover); });
    connect(m_discard, &QPushButton::clicked, this, [this] { finish(RecoveryAction::Discard); });
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(differences, &QPushButton::toggled, this, &RecoveryDialog::showDifferences);
    return buttons;
}

void RecoveryDialog::finish(RecoveryAction action)
{
    m_action = action;
    accept();
}

void RecoveryDialog::showDifferences(bool shown)
{
    m_details->setVisible(shown);
    if (shown && height() < firstSize.height() + detailsHeight)
        resize(width(), firstSize.height() + detailsHeight);
}

void RecoveryDialog::showCurrent()
{
    const int index = m_list->indexOfTopLevelItem(m_list->currentItem());
    const RecoveryOffer offer = m_offers.value(index);
    m_note->setText(offer.note);
    m_note->setVisible(!offer.note.isEmpty());
    m_differences->setPlainText(offer.differences.join(u'\n'));
}

void RecoveryDialog::updateButtons()
{
    const bool hasChosen = !checked().isEmpty();
    m_recover->setEnabled(hasChosen);
    m_discard->setEnabled(hasChosen);
}

QList<int> RecoveryDialog::checked() const
{
    QList<int> offers;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        if (m_list->topLevelItem(i)->checkState(Name) == Qt::Checked)
            offers += i;
    }
    return offers;
}

RecoveryChoice RecoveryDialog::choice() const
{
    return {m_action, checked()};
}

} // namespace sessionbook
