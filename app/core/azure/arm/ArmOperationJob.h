#pragma once

#include "azure/arm/ArmJob.h"

#include <chrono>
#include <optional>

namespace sessionbook {

/// A change that may take Azure a while: sent once, then asked after until it is done, as the reply
/// says where (Azure-AsyncOperation, Location or the resource itself) and how often (Retry-After).
///
/// cancel() ends the waiting, not the change. A PUT says the whole wanted state, so that it may be
/// repeated.
class ArmOperationJob : public ArmJob
{
    Q_OBJECT
public:
    struct Change
    {
        QByteArray verb; ///< PUT, POST or DELETE
        QString path;
        QString apiVersion;
        QByteArray json = {};
        QString statePath = {}; ///< what is asked afterwards; empty: `path`
    };
    static constexpr std::chrono::minutes longestWait{30};

    ArmOperationJob(RestClient &client, Change change, QObject *parent = nullptr);

    /// The resource as it is afterwards; empty for a DELETE.
    [[nodiscard]] Result<QJsonObject, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    enum class Step {
        Send,
        AskOperation, ///< a status object
        AskLocation, ///< 202 until it is done
        AskResource ///< its provisioningState
    };
    [[nodiscard]] std::optional<RestError> sent(QNetworkReply &reply);
    [[nodiscard]] std::optional<RestError> judge(const QString &state, QNetworkReply &reply);
    [[nodiscard]] std::optional<RestError> waitAt(Step step, QNetworkReply &reply);
    [[nodiscard]] QString stateOf(const QJsonObject &object) const;

    Change m_change;
    Step m_step = Step::Send;
    QUrl m_statusUrl;
    QJsonObject m_object; ///< of the last reply
    std::optional<std::chrono::milliseconds> m_deadline;
};

} // namespace sessionbook
