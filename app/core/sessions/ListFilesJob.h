#pragma once

#include "sessions/SessionFile.h"
#include "sessions/SessionJob.h"

#include <QList>

namespace sessionbook {

/// Lists everything below /mnt/data, page after page, up to `maximumEntries`; directory after
/// directory where the version lists one at a time. A next page on another host is refused.
class ListFilesJob : public SessionJob
{
    Q_OBJECT
public:
    static constexpr qsizetype maximumEntries = 10000;

    explicit ListFilesJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<QList<SessionFile>, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    void take(QList<SessionFile> files);

    QList<SessionFile> m_files;
    RestQuery m_nextQuery; ///< of the page to ask for; empty: the first
    QString m_directory; ///< being listed, where they are listed one at a time
    QStringList m_directories; ///< still to be listed
    int m_pages = 0;
};

} // namespace sessionbook
