#pragma once

#include "azure/arm/ArmJob.h"

#include <QList>

namespace sessionbook {

/// Reads a list of Azure Resource Manager to its end, page by page. Further pages are only asked of
/// the same host, and not without end: who answers may be mistaken or worse.
class ArmListJob : public ArmJob
{
    Q_OBJECT
public:
    static constexpr int mostPages = 100;
    static constexpr int mostItems = 20000;

    ArmListJob(RestClient &client, const QString &path, const QString &apiVersion,
               QObject *parent = nullptr);

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

    [[nodiscard]] const QList<QJsonObject> &objects() const { return m_objects; }

private:
    QString m_path;
    QString m_apiVersion;
    QUrl m_nextLink;
    int m_pages = 0;
    QList<QJsonObject> m_objects;
};

/// A list of T; objects that are none are passed over.
template<typename T> class ArmListOf final : public ArmListJob
{
public:
    using ArmListJob::ArmListJob;

    [[nodiscard]] Result<QList<T>, RestError> result() const
    {
        const auto done = outcome();
        if (!done)
            return done.error();
        QList<T> values;
        for (const QJsonObject &object : objects()) {
            if (const auto value = T::read(object))
                values.append(*value);
        }
        return values;
    }
};

} // namespace sessionbook
