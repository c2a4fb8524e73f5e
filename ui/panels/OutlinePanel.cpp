#include "panels/OutlinePanel.h"

#include "notebook/Notebook.h"

#include <QLabel>
#include <QTextDocument>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int reloadDelayMs = 250;
constexpr int cellRole = Qt::UserRole;
constexpr int levelRole = Qt::UserRole + 1;

/// The nearest heading above that is of a higher rank; the tree itself where there is none.
QTreeWidgetItem *parentFor(QTreeWidgetItem *last, int level)
{
    while (last && last->data(0, levelRole).toInt() >= level)
        last = last->parent();
    return last;
}

} // namespace

OutlinePanel::OutlinePanel(QWidget *parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget(this))
    , m_empty(new QLabel(tr("Headings of text cells appear here."), this))
{
    setObjectName(u"outlinePanel"_s);
    m_tree->setObjectName(u"outlineTree"_s);
    m_tree->setAccessibleName(tr("Headings of the notebook"));
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_empty->setObjectName(u"panelHeading"_s);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(16, 6, 16, 6);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 8, 4, 8);
    layout->addWidget(m_empty);
    layout->addWidget(m_tree, 1);

    m_reload.setSingleShot(true);
    m_reload.setInterval(reloadDelayMs);
    connect(&m_reload, &QTimer::timeout, this, &OutlinePanel::reload);
    const auto activate = [this](QTreeWidgetItem *item) {
        emit cellActivated(item->data(0, cellRole).value<CellId>());
    };
    connect(m_tree, &QTreeWidget::itemActivated, this, activate);
    connect(m_tree, &QTreeWidget::itemClicked, this, activate);
}

void OutlinePanel::setNotebook(const Notebook *notebook)
{
    if (m_notebook)
        disconnect(m_notebook, nullptr, this, nullptr);
    m_notebook = notebook;
    reload();
    if (!notebook)
        return;
    const auto later = [this] { m_reload.start(); };
    connect(notebook, &Notebook::cellInserted, this, later);
    connect(notebook, &Notebook::cellRemoved, this, later);
    connect(notebook, &Notebook::cellMoved, this, later);
    connect(notebook, &Notebook::cellSourceChanged, this, later);
    connect(notebook, &Notebook::cellKindChanged, this, later);
}

void OutlinePanel::reload()
{
    auto entries = m_notebook ? Outline::of(*m_notebook) : QList<OutlineEntry>();
    m_empty->setVisible(entries.isEmpty());
    if (entries == m_entries)
        return;
    m_entries = std::move(entries);
    m_tree->clear();
    QTreeWidgetItem *last = nullptr;
    for (const auto &entry : m_entries) {
        auto *parent = parentFor(last, entry.level);
        last = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_tree);
        last->setText(0, entry.title);
        last->setToolTip(0, Qt::convertFromPlainText(entry.title, Qt::WhiteSpaceNormal));
        last->setData(0, cellRole, QVariant::fromValue(entry.cell));
        last->setData(0, levelRole, entry.level);
    }
    m_tree->expandAll();
}

} // namespace sessionbook
