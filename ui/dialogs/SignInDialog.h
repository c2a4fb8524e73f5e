#pragma once

#include "credentials/signin/SignInFlow.h"
#include "dialogs/SignInQuestion.h"

#include <QDialog>
#include <QUrl>

#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace sessionbook {

class DeviceCodePage;
class SignInSettings;

/// Signs a person in: by browser, or by a code for another device. Accepted when they are signed in
/// and their refresh token is kept; where no keychain takes it, it says so first. Closing it at any
/// time ends the attempt.
class SignInDialog : public QDialog
{
    Q_OBJECT
public:
    explicit SignInDialog(const SignInQuestion &question, QWidget *parent = nullptr);
    ~SignInDialog() override;

    /// With the account; after accepted().
    [[nodiscard]] const PoolSignIn &signIn() const { return m_signIn; }

private:
    void build();
    QWidget *newChoice();
    QWidget *newBrowserWait();
    QWidget *newEnd();
    QPushButton *newButton(const QString &name, const QString &text, void (SignInDialog::*slot)());

    void startBrowser();
    void startCode();
    void startAgain();
    void openPage();
    void copyPage();
    /// The place that the settings name, or nothing after saying what is wrong with them.
    [[nodiscard]] std::optional<SignInPlace> place();
    void run(std::unique_ptr<SignInFlow> flow);
    void flowFinished();
    void keep(const SignedInPerson &person);
    void showProblem(const SourceFailure &failure);

    SignInQuestion m_question;
    PoolSignIn m_signIn;
    std::unique_ptr<SignInFlow> m_flow;
    QUrl m_page;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_choice = nullptr;
    QWidget *m_wait = nullptr;
    QWidget *m_end = nullptr;
    DeviceCodePage *m_code = nullptr;
    SignInSettings *m_settings = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_waitText = nullptr;
    QLabel *m_endText = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_continue = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace sessionbook
