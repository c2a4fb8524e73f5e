#pragma once

#include "rest/RestJob.h"

#include <QJsonObject>

namespace sessionbook {

/// A request to Azure Resource Manager. Replies are bounded and must be JSON objects.
class ArmJob : public RestJob
{
    Q_OBJECT
public:
    explicit ArmJob(RestClient &client, QObject *parent = nullptr);

protected:
    [[nodiscard]] static Request armRequest(const QByteArray &verb, const QString &path,
                                            const QString &apiVersion, const QByteArray &json = {});
    /// An object, or what is wrong with it. An empty body is an empty object: some replies have
    /// none.
    [[nodiscard]] static Result<QJsonObject, RestError> readObject(const QByteArray &body);
    /// The error, or success.
    [[nodiscard]] Result<void, RestError> outcome() const;

    void replyStarted(QNetworkReply &reply) override;
    void dataAvailable(QNetworkReply &reply) override;

private:
    qint64 m_received = 0;
};

[[nodiscard]] RestError invalidArmReply(const QString &detail);

} // namespace sessionbook
