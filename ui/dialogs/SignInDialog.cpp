#include "dialogs/SignInDialog.h"

#include "credentials/signin/BrowserSignIn.h"
#include "credentials/signin/SignIns.h"
#include "dialogs/DeviceCodePage.h"
#include "dialogs/SignInSettings.h"
#include "wording/SignInText.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextDocument>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int widthPx = 460;

QLabel *newText(const QString &name, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QVBoxLayout *newColumn(QWidget *page)
{
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    return column;
}

} // namespace

SignInDialog::SignInDialog(const SignInQuestion &question, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
{
    setObjectName(u"signInDialog"_s);
    setWindowTitle(tr("Sign In to Azure"));
    build();
}

SignInDialog::~SignInDialog() = default;

void SignInDialog::build()
{
    m_pages = new QStackedWidget(this);
    m_code = new DeviceCodePage(m_question.services.clock, m_pages);
    m_choice = newChoice();
    m_wait = newBrowserWait();
    m_end = newEnd();
    for (QWidget *page : {m_choice, m_wait, static_cast<QWidget *>(m_code), m_end})
        m_pages->addWidget(page);

    // Not a QDialogButtonBox: it would show again what is hidden.
    m_back = newButton(u"signInBack"_s, tr("&Back"), &SignInDialog::startAgain);
    m_continue = newButton(u"signInContinue"_s, tr("C&ontinue"), &SignInDialog::accept);
    m_cancel = newButton(u"signInCancel"_s, tr("Cancel"), &SignInDialog::reject);
    m_back->hide();
    m_continue->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(m_continue);
    buttons->addWidget(m_cancel);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(16);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttons);
    setMinimumWidth(widthPx);
}

QPushButton *SignInDialog::newButton(const QString &name, const QString &text,
                                     void (SignInDialog::*slot)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, slot);
    return button;
}

QWidget *SignInDialog::newChoice()
{
    auto *page = new QWidget(m_pages);
    m_problem = newText(u"signInProblem"_s, {}, page);
    m_problem->hide();
    auto *browser = newButton(u"signInBrowser"_s, tr("Sign In with the &Browser"),
                              &SignInDialog::startBrowser);
    browser->setDefault(true);
    auto *code = newButton(u"signInUseCode"_s, tr("Use a &Code on Another Device"),
                           &SignInDialog::startCode);
    m_settings = new SignInSettings(m_question.initial, page);
    auto *more = new QPushButton(tr("&More"), page);
    more->setObjectName(u"signInMore"_s);
    more->setAutoDefault(false);
    more->setCheckable(true);
    more->setFlat(true);
    more->setToolTip(tr("Tenant, authority of a sovereign cloud, application"));
    connect(more, &QPushButton::toggled, m_settings, &QWidget::setVisible);
    more->setChecked(m_settings->isInUse());
    m_settings->setVisible(m_settings->isInUse());

    auto *column = newColumn(page);
    column->addWidget(m_problem);
    column->addWidget(newText(
        u"signInText"_s,
        tr("Use the account that may use the pool. It stays signed in until you sign out: its "
           "sign-in is kept in this computer's keychain and nowhere else."),
        page));
    column->addWidget(browser);
    column->addWidget(code);
    column->addWidget(more, 0, Qt::AlignLeft);
    column->addWidget(m_settings);
    column->addStretch();
    return page;
}

QWidget *SignInDialog::newBrowserWait()
{
    auto *page = new QWidget(m_pages);
    m_waitText = newText(u"signInWaitText"_s, {}, page);
    auto *column = newColumn(page);
    column->addWidget(m_waitText);
    column->addWidget(
        newButton(u"signInReopen"_s, tr("&Open the Page Again"), &SignInDialog::openPage));
    column->addWidget(
        newButton(u"signInCopyPage"_s, tr("&Copy Its Address"), &SignInDialog::copyPage));
    column->addStretch();
    return page;
}

QWidget *SignInDialog::newEnd()
{
    auto *page = new QWidget(m_pages);
    m_endText = newText(u"signInEndText"_s, {}, page);
    auto *column = newColumn(page);
    column->addWidget(m_endText);
    column->addStretch();
    return page;
}

std::optional<SignInPlace> SignInDialog::place()
{
    m_signIn = m_settings->signIn();
    const auto checked = SignInPlace::of(m_signIn);
    if (checked)
        return *checked;
    showProblem(checked.error());
    return std::nullopt;
}

void SignInDialog::startBrowser()
{
    const auto where = place();
    if (!where)
        return;
    auto flow = std::make_unique<BrowserSignIn>(
        *where,
        LoopbackPages{.title = u"Sessionbook"_s,
                      .done = tr("You are signed in. You may close this page."),
                      .refused = tr("You are not signed in. Go back to Sessionbook to see why.")},
        m_question.services);
    connect(flow.get(), &BrowserSignIn::pageReady, this, [this](const QUrl &page) {
        m_page = page;
        openPage();
    });
    m_pages->setCurrentWidget(m_wait);
    run(std::move(flow));
}

void SignInDialog::startCode()
{
    const auto where = place();
    if (!where)
        return;
    auto flow = std::make_unique<DeviceCodeSignIn>(*where, m_question.services);
    connect(flow.get(), &DeviceCodeSignIn::codeReady, m_code, &DeviceCodePage::showCode);
    m_code->showWaiting();
    m_pages->setCurrentWidget(m_code);
    run(std::move(flow));
}

void SignInDialog::run(std::unique_ptr<SignInFlow> flow)
{
    m_flow = std::move(flow);
    m_back->show();
    connect(m_flow.get(), &SignInFlow::finished, this, &SignInDialog::flowFinished);
    m_flow->start();
}

void SignInDialog::startAgain()
{
    m_flow.reset();
    m_back->hide();
    m_problem->hide();
    m_pages->setCurrentWidget(m_choice);
}

void SignInDialog::openPage()
{
    m_waitText->setText(
        QDesktopServices::openUrl(m_page)
            ? tr("Sign in on the page that your browser shows now. This window goes on by itself.")
            : tr("No browser could be opened. Copy the address, and open it in a browser on this "
                 "computer."));
}

void SignInDialog::copyPage()
{
    QGuiApplication::clipboard()->setText(m_page.toString(QUrl::FullyEncoded));
}

void SignInDialog::flowFinished()
{
    const SignInFlow::Outcome outcome = *m_flow->outcome();
    m_flow.release()->deleteLater(); // it is the flow that is telling us
    activateWindow(); // back from the browser
    if (outcome)
        return keep(*outcome);
    startAgain();
    showProblem(outcome.error());
}

void SignInDialog::keep(const SignedInPerson &person)
{
    m_signIn.account = person.account;
    m_back->hide();
    const auto kept = [this](const Result<void, Error> &result) {
        if (result)
            return accept();
        m_endText->setText(tr("You are signed in as %1 until Sessionbook is closed. It cannot be "
                              "remembered beyond that, as this computer has no keychain that can "
                              "be used.")
                               .arg(m_signIn.account));
        m_endText->setToolTip(result.error().detail);
        m_cancel->hide(); // there is nothing left to be cancelled
        m_continue->show();
        m_continue->setDefault(true);
        m_continue->setFocus();
        m_pages->setCurrentWidget(m_end);
    };
    m_question.signIns.keep(*SignInPlace::of(m_signIn), person.refreshToken, this, kept);
}

void SignInDialog::showProblem(const SourceFailure &failure)
{
    const QString sentence = SignInText::of(failure.code);
    m_problem->setText(sentence.isEmpty() ? tr("Signing in failed. Try again.") : sentence);
    // The service's words, which may look like markup.
    m_problem->setToolTip(Qt::convertFromPlainText(failure.reason, Qt::WhiteSpaceNormal));
    m_problem->show();
}

} // namespace sessionbook
