#include "dialogs/AboutDialog.h"

#include "theme/ThemeResources.h"

#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr auto components
    = "Qt %1 (LGPL-3.0) · QScintilla (GPL-3.0) · simdjson (Apache-2.0) · "
      "cmark-gfm (BSD-2-Clause) · "
      "cpp-httplib (MIT) · QtKeychain (BSD-2-Clause) · OpenSSL (Apache-2.0) · "
      "Lucide icons (ISC)";

QLabel *label(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    return label;
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Sessionbook"));

    ensureThemeResources();
    auto *picture = new QLabel(this);
    picture->setPixmap(
        QIcon(u":/icons/sessionbook.svg"_s).pixmap(QSize(64, 64), devicePixelRatioF()));

    auto *title = label(tr("Sessionbook %1").arg(QLatin1StringView(SESSIONBOOK_VERSION)), this);
    QFont bold = title->font();
    bold.setPixelSize(18);
    bold.setBold(true);
    title->setFont(bold);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(10);
    layout->addWidget(picture);
    layout->addWidget(title);
    layout->addWidget(label(tr("A notebook whose code runs in isolated sessions."), this));
    layout->addWidget(label(tr("Free software under the GNU General Public License, version 3 or "
                               "later, without any warranty."),
                            this));
    layout->addWidget(label(
        tr("Built on: %1").arg(QString::fromUtf8(components).arg(QLatin1StringView(qVersion()))),
        this));
    layout->addWidget(buttons);
    setFixedWidth(440);
}

} // namespace sessionbook
