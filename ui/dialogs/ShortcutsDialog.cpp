#include "dialogs/ShortcutsDialog.h"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString keysText(const QList<QKeySequence> &keys)
{
    QStringList texts;
    for (const auto &key : keys)
        texts << key.toString(QKeySequence::NativeText).toHtmlEscaped();
    return texts.join(u" &nbsp;·&nbsp; "_s);
}

QString html(const QList<ShortcutGroup> &groups)
{
    QString html;
    for (const auto &group : groups) {
        html += u"<h3>%1</h3><table width=\"100%\" cellpadding=\"3\">"_s.arg(
            group.title.toHtmlEscaped());
        for (const auto &[what, keys] : group.entries)
            html += u"<tr><td>%1</td><td align=\"right\"><code>%2</code></td></tr>"_s.arg(
                what.toHtmlEscaped(), keysText(keys));
        html += u"</table>"_s;
    }
    return html;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QList<ShortcutGroup> &groups, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard Shortcuts"));
    resize(560, 640);

    auto *text = new QTextBrowser(this);
    text->setObjectName(u"shortcutsText"_s);
    text->setAccessibleName(tr("Keyboard shortcuts"));
    text->setHtml(html(groups));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
}

} // namespace sessionbook
