#include "dialogs/CheckpointsDialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTextBlock>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr QSize firstSize(1020, 540);
constexpr int listShare = 1;
constexpr int previewShare = 1;
constexpr int margin = 20;

enum Column { Time, Changes, Size, ColumnCount };

/// Removed and added lines are told by their sign as well as by their colour.
QString signedText(const DifferenceLine &line)
{
    switch (line.kind) {
    case DifferenceLine::Kind::Removed:
        return u"− "_s + line.text;
    case DifferenceLine::Kind::Added:
        return u"+ "_s + line.text;
    case DifferenceLine::Kind::Same:
        return u"  "_s + line.text;
    case DifferenceLine::Kind::Heading:
        break;
    }
    return line.text;
}

QTextCharFormat formatOf(DifferenceLine::Kind kind, const Theme &theme)
{
    QTextCharFormat format;
    format.setFont(kind == DifferenceLine::Kind::Heading ? theme.interfaceFont : theme.codeFont);
    format.setForeground(theme.color(ColorRole::Text));
    if (kind == DifferenceLine::Kind::Heading)
        format.setFontWeight(QFont::DemiBold);
    else if (kind == DifferenceLine::Kind::Removed)
        format.setForeground(theme.color(ColorRole::Error));
    else if (kind == DifferenceLine::Kind::Added)
        format.setForeground(theme.color(ColorRole::Ok));
    else
        format.setForeground(theme.color(ColorRole::MutedText));
    return format;
}

} // namespace

CheckpointsDialog::CheckpointsDialog(const CheckpointsRequest &request, QWidget *parent)
    : QDialog(parent)
    , m_request(request)
{
    setObjectName(u"checkpointsDialog"_s);
    setWindowTitle(tr("Checkpoints"));
    resize(firstSize);
    auto *text
        = new QLabel(tr("The last saved versions of “%1”. Restoring one is a single step for "
                        "Undo; the file changes when you save.")
                         .arg(request.documentName),
                     this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    auto *panes = new QHBoxLayout;
    panes->setSpacing(12);
    panes->addWidget(newList(), listShare);
    panes->addWidget(newPreview(), previewShare);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addLayout(panes, 1);
    if (!request.note.isEmpty()) {
        auto *note = new QLabel(request.note, this);
        note->setObjectName(u"checkpointsNote"_s);
        note->setWordWrap(true);
        layout->addWidget(note);
    }
    layout->addWidget(newButtons());
    m_list->setFocus();
    showCurrent();
}

QWidget *CheckpointsDialog::newList()
{
    m_list = new QTreeWidget(this);
    m_list->setObjectName(u"checkpointsList"_s);
    m_list->setAccessibleName(tr("Saved versions"));
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(ColumnCount);
    m_list->setHeaderLabels({tr("Saved"), tr("Changes"), tr("Size")});
    for (const CheckpointRow &row : std::as_const(m_request.rows)) {
        auto *item = new QTreeWidgetItem(m_list, {row.time, row.changes, row.size});
        item->setToolTip(Changes, row.details);
        item->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    }
    auto *header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(Changes, QHeaderView::Stretch);
    m_list->headerItem()->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setCurrentItem(m_list->topLevelItem(0));
    connect(m_list, &QTreeWidget::currentItemChanged, this, &CheckpointsDialog::showCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, [this] { m_restore->click(); });
    return m_list;
}

QWidget *CheckpointsDialog::newPreview()
{
    m_preview = new QPlainTextEdit(this);
    m_preview->setObjectName(u"checkpointPreview"_s);
    m_preview->setAccessibleName(tr("What restoring would change"));
    m_preview->setReadOnly(true);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_preview->setTabChangesFocus(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->document()->setDocumentMargin(10);
    return m_preview;
}

QWidget *CheckpointsDialog::newButtons()
{
    auto *buttons = new QDialogButtonBox(this);
    m_restore = buttons->addButton(tr("&Restore"), QDialogButtonBox::AcceptRole);
    m_restore->setObjectName(u"restoreCheckpoint"_s);
    m_restore->setDefault(true);
    auto *close = buttons->addButton(tr("&Close"), QDialogButtonBox::RejectRole);
    close->setObjectName(u"closeCheckpoints"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

int CheckpointsDialog::row() const
{
    return m_list->indexOfTopLevelItem(m_list->currentItem());
}

void CheckpointsDialog::showCurrent()
{
    m_restore->setEnabled(false);
    const int current = row();
    if (current < 0)
        return showWords(
            tr("No version is kept yet. The first is made when the notebook is saved."));
    showWords(tr("Comparing…"));
    m_request.preview(current,
                      [dialog = QPointer(this), current](const CheckpointPreview &preview) {
                          if (dialog && dialog->row() == current)
                              dialog->showPreview(preview);
                      });
}

void CheckpointsDialog::showPreview(const CheckpointPreview &preview)
{
    m_preview->clear();
    QTextCursor cursor(m_preview->document());
    for (const DifferenceLine &line : preview.lines) {
        if (cursor.position() > 0)
            cursor.insertBlock();
        cursor.insertText(signedText(line), formatOf(line.kind, m_request.theme));
    }
    m_preview->moveCursor(QTextCursor::Start);
    m_restore->setEnabled(preview.canRestore);
}

void CheckpointsDialog::showWords(const QString &words)
{
    showPreview({{{DifferenceLine::Kind::Heading, words}}, false});
}

} // namespace sessionbook
