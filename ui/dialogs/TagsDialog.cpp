#include "dialogs/TagsDialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// A comma separates tags, wherever they are typed; nbformat allows none within.
QStringList tagsIn(const QString &text)
{
    QStringList tags;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString tag = part.trimmed(); !tag.isEmpty())
            tags += tag;
    }
    return tags;
}

} // namespace

TagsDialog::TagsDialog(const QList<CellTag> &tags, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"tagsDialog"_s);
    setWindowTitle(tr("Cell Tags"));
    resize(360, 380);
    build();
    for (const CellTag &tag : tags)
        addTag(tag);
    m_typed->setFocus();
}

void TagsDialog::build()
{
    m_list = new QListWidget(this);
    m_list->setObjectName(u"tagsList"_s);
    m_list->setAccessibleName(tr("Tags of the selected cells"));

    m_typed = new QLineEdit(this);
    m_typed->setObjectName(u"tagTyped"_s);
    m_typed->setAccessibleName(tr("New tag"));
    m_typed->setPlaceholderText(tr("New tag"));
    m_add = new QPushButton(tr("A&dd"), this);
    m_add->setObjectName(u"tagAdd"_s);
    m_add->setEnabled(false);
    connect(m_typed, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_add->setEnabled(!tagsIn(text).isEmpty());
        m_add->setDefault(m_add->isEnabled());
    });
    connect(m_add, &QPushButton::clicked, this, &TagsDialog::addTyped);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *apply = buttons->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
    apply->setObjectName(u"tagsApply"_s);
    apply->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *line = new QHBoxLayout;
    line->addWidget(m_typed, 1);
    line->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    layout->addLayout(line);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
}

void TagsDialog::addTag(const CellTag &tag)
{
    auto *item = new QListWidgetItem(tag.name, m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(tag.state);
}

void TagsDialog::addTyped()
{
    for (const QString &tag : tagsIn(m_typed->text())) {
        const auto known = m_list->findItems(tag, Qt::MatchFixedString | Qt::MatchCaseSensitive);
        if (known.isEmpty())
            addTag({tag, Qt::Checked});
        else
            known.first()->setCheckState(Qt::Checked);
    }
    m_typed->clear();
}

QList<CellTag> TagsDialog::tags() const
{
    QList<CellTag> tags;
    QStringList typed = tagsIn(m_typed->text());
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *const item = m_list->item(row);
        const bool isTyped = typed.removeAll(item->text()) > 0;
        tags += {item->text(), isTyped ? Qt::Checked : item->checkState()};
    }
    typed.removeDuplicates();
    for (const QString &tag : std::as_const(typed))
        tags += {tag, Qt::Checked};
    return tags;
}

} // namespace sessionbook
