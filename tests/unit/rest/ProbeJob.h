#pragma once

#include "rest/RestJob.h"

namespace sessionbook {

/// The plainest job: sends what it is given and keeps the body of the reply.
class ProbeJob : public RestJob
{
public:
    using RestJob::Request;

    ProbeJob(RestClient &client, Request request, QObject *parent = nullptr)
        : RestJob(client, parent)
        , m_request(std::move(request))
    {
    }

    [[nodiscard]] const QByteArray &body() const { return m_body; }
    std::function<void()> onData = {};

protected:
    Result<Request, RestError> request() override { return m_request; }
    void dataAvailable(QNetworkReply &reply) override
    {
        if (onData)
            onData();
        else
            RestJob::dataAvailable(reply);
    }
    std::optional<RestError> replyFinished(QNetworkReply &, const QByteArray &body) override
    {
        m_body = body;
        return std::nullopt;
    }

private:
    Request m_request;
    QByteArray m_body;
};

} // namespace sessionbook
