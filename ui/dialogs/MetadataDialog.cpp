#include "dialogs/MetadataDialog.h"

#include "notebook/json/JsonObjectText.h"
#include "wording/ErrorText.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QTextBlock>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

MetadataDialog::MetadataDialog(const MetadataQuestion &question, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"metadataDialog"_s);
    setWindowTitle(question.title);
    resize(560, 420);
    build(question);
    connect(m_text, &QPlainTextEdit::textChanged, this, &MetadataDialog::check);
    check();
}

void MetadataDialog::build(const MetadataQuestion &question)
{
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName(u"metadataText"_s);
    m_text->setAccessibleName(tr("Metadata as JSON"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true); // the keyboard must get out again
    QString text = QString::fromUtf8(JsonObjectText::pretty(question.json));
    text.replace(QChar::ParagraphSeparator, u"\\u2029"_s); // the editor would end a line there
    m_text->setPlainText(text);

    m_hint = new QLabel(this);
    m_hint->setObjectName(u"metadataHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setMinimumHeight(36);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_apply = buttons->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
    m_apply->setObjectName(u"metadataApply"_s);
    m_apply->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
}

QByteArray MetadataDialog::json() const
{
    // Not toPlainText(), which makes plain spaces of no-break ones.
    QString text = m_text->document()->toRawText();
    return text.replace(QChar::ParagraphSeparator, u'\n').toUtf8();
}

void MetadataDialog::check()
{
    const auto fault = JsonObjectText::faultIn(json());
    m_hint->setText(fault ? ErrorText::inTypedJson(*fault) : QString());
    m_hint->setProperty("tone", fault ? u"fault"_s : QString());
    m_hint->style()->polish(m_hint);
    m_apply->setEnabled(!fault);
    markLine(fault ? fault->line.value_or(0) : 0);
}

void MetadataDialog::markLine(int line)
{
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(m_text->document()->findBlockByNumber(line - 1));
    mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(palette().color(QPalette::BrightText));
    m_text->setExtraSelections(line > 0 ? QList{mark} : QList<QTextEdit::ExtraSelection>());
}

} // namespace sessionbook
