#include "dialogs/DeviceCodePage.h"

#include "base/Clock.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr int codeHeightPx = 30;

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(codeHeightPx);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 2);
    return font;
}

QLabel *newLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    return label;
}

} // namespace

DeviceCodePage::DeviceCodePage(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_text(newLabel(u"signInCodeText"_s, this))
    , m_shown(newLabel(u"signInCode"_s, this))
    , m_validity(newLabel(u"signInCodeValidity"_s, this))
    , m_copy(new QPushButton(tr("&Copy Code"), this))
    , m_open(new QPushButton(this))
{
    build();
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &DeviceCodePage::countDown);
    timer->start(1s);
}

void DeviceCodePage::build()
{
    m_shown->setFont(codeFont());
    m_shown->setAlignment(Qt::AlignCenter);
    m_shown->setWordWrap(false);
    m_shown->setTextFormat(Qt::PlainText); // a stranger's words
    m_shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_shown->setAccessibleName(tr("Code to enter"));
    m_validity->setAlignment(Qt::AlignCenter);
    m_copy->setObjectName(u"signInCopyCode"_s);
    m_open->setObjectName(u"signInOpenPage"_s);
    m_open->setDefault(true);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_code.userCode); });
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(m_code.page); });

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_copy);
    buttons->addWidget(m_open);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_text);
    layout->addStretch();
    layout->addWidget(m_shown);
    layout->addLayout(buttons);
    layout->addStretch();
    layout->addWidget(m_validity);
}

void DeviceCodePage::showWaiting()
{
    m_code = {};
    m_text->setText(tr("Asking for a code…"));
    m_shown->clear();
    m_validity->clear();
    m_copy->hide();
    m_open->hide();
}

void DeviceCodePage::showCode(const DeviceCode &code)
{
    m_code = code;
    m_text->setText(tr("Open the page on this computer or any other device, and enter this code "
                       "there. Go on only if you started this yourself."));
    m_shown->setText(code.userCode);
    //: %1: a web address
    m_open->setText(tr("&Open %1").arg(code.page.host() + code.page.path()));
    m_copy->show();
    m_open->show();
    m_open->setFocus();
    countDown();
}

void DeviceCodePage::countDown()
{
    if (m_code.userCode.isEmpty())
        return;
    const qint64 seconds = std::max<qint64>(0, m_clock.now().secsTo(m_code.expiresAt));
    //: %1: minutes and seconds, such as 14:59
    m_validity->setText(
        tr("The code is valid for %1 more.")
            .arg(u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'))));
}

} // namespace sessionbook
