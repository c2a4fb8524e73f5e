#pragma once

#include "credentials/signin/SignInFlow.h"

#include <chrono>

namespace sessionbook {

/// What a person does on any device: open the page, type the code.
struct DeviceCode
{
    QString userCode;
    QUrl page;
    QDateTime expiresAt; ///< UTC
};

/// Signs in by a code that is typed on another device or in any browser: asks Entra every few
/// seconds, as slowly as it says, until the person is done, declines, or the code expires.
class DeviceCodeSignIn final : public SignInFlow
{
    Q_OBJECT
public:
    DeviceCodeSignIn(SignInPlace place, const IdentityServices &services,
                     QObject *parent = nullptr);

    void start() override;

signals:
    void codeReady(const sessionbook::DeviceCode &code);

private:
    void showCode(const IdentityReply &reply);
    void askAfterInterval();
    void ask();
    void judge(const Result<TokenReply, SourceFailure> &reply);
    [[nodiscard]] bool isExpired() const;

    Secret m_deviceCode;
    QDateTime m_expiresAt;
    std::chrono::seconds m_interval{5};
};

/// What Entra answers to the request for a code, read. Pure; `interval` is how long it wants to be
/// left alone between two questions.
struct DeviceCodeReply
{
    DeviceCode shown;
    Secret deviceCode;
    std::chrono::seconds interval{5};
};
[[nodiscard]] Result<DeviceCodeReply, SourceFailure> readDeviceCode(const IdentityReply &reply,
                                                                    const QDateTime &now);

} // namespace sessionbook
