#pragma once

#include "ApiError.h"
#include "MultipartReader.h"
#include "pool/files/SessionDirectory.h"

#include <httplib.h>

#include <optional>

namespace sessionbook {

/// Takes the part named `file` of one multipart request to disk as it arrives, and stops reading
/// where something is wrong with it.
class UploadReceiver : private MultipartSink
{
public:
    UploadReceiver(const SessionDirectory &directory, QString path, qint64 maxBytes);

    [[nodiscard]] ApiResult<SessionFile> receive(const httplib::Request &request,
                                                 const httplib::ContentReader &reader);

private:
    void beginPart(const MultipartPart &part) override;
    void takeBytes(const char *bytes, qsizetype count) override;
    void fail(ApiError error);

    const SessionDirectory &m_directory;
    QString m_path; ///< of the directory at first, then of the file
    const qint64 m_maxBytes;
    qint64 m_received = 0;
    bool m_inFilePart = false;
    std::optional<IncomingFile> m_file;
    std::optional<ApiError> m_error;
};

/// An error of the session's directory, as the API tells it.
[[nodiscard]] ApiError apiErrorOf(const Error &error);
[[nodiscard]] ApiError uploadTooLarge(qint64 maxBytes);

} // namespace sessionbook
