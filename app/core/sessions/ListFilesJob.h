#pragma once

#include "sessions/SessionFile.h"
#include "sessions/SessionJob.h"

#include <QList>

namespace sessionbook {

/// Lists everything below /mnt/data, page after page, up to `maximumEntries`. A next page on
/// another host is refused.
class ListFilesJob : public SessionJob
{
    Q_OBJECT
public:
    static constexpr qsizetype maximumEntries = 10000;

    ListFilesJob(RestClient &client, const QString &identifier, QObject *parent = nullptr);

    [[nodiscard]] Result<QList<SessionFile>, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    [[nodiscard]] std::optional<RestError> followNextLink(const QUrl &current, const QString &link);

    QList<SessionFile> m_files;
    RestQuery m_nextQuery; ///< of the page to ask for; empty: the first
    int m_pages = 0;
};

} // namespace sessionbook
