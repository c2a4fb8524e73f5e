#include "UploadReceiver.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Every body byte by byte. The library takes a form apart itself, and answers 500 to whoever does
/// not want that; without the type it does not know that it is one.
bool readBytes(const httplib::Request &request, const httplib::ContentReader &reader,
               httplib::ContentReceiver receiver)
{
    // The request that the library keeps is not const.
    const_cast<httplib::Request &>(request).headers.erase("Content-Type");
    return reader(std::move(receiver));
}

} // namespace

UploadReceiver::UploadReceiver(const SessionDirectory &directory, QString path, qint64 maxBytes)
    : m_directory(directory)
    , m_path(std::move(path))
    , m_maxBytes(maxBytes)
{
}

ApiResult<SessionFile> UploadReceiver::receive(const httplib::Request &request,
                                               const httplib::ContentReader &reader)
{
    const auto boundary = MultipartReader::boundaryOf(
        QByteArray::fromStdString(request.get_header_value("Content-Type")));
    if (!boundary)
        return ApiError{400, u"InvalidRequest"_s,
                        u"An upload is multipart/form-data with a part `file`."_s};
    MultipartReader form(*boundary, *this);
    const bool arrived = readBytes(request, reader, [&](const char *bytes, size_t count) {
        form.feed(bytes, qsizetype(count));
        return !m_error;
    });
    const bool complete = arrived && form.isComplete();
    if (m_error)
        return *m_error;
    if (!complete || !m_file)
        return ApiError{400, u"InvalidRequest"_s, u"The upload has no whole part named `file`."_s};
    auto file = m_directory.commit(std::move(*m_file), m_path);
    if (!file)
        return apiErrorOf(file.error());
    return *file;
}

void UploadReceiver::beginPart(const MultipartPart &part)
{
    m_inFilePart = part.name == "file"_L1 && !m_file && !m_error;
    if (!m_inFilePart)
        return;
    const auto path = sessionPath(m_path, part.fileName);
    if (!path) {
        fail(apiErrorOf(path.error()));
    } else if (part.fileName.isEmpty() || !isUploadablePath(*path)) {
        fail({400, u"InvalidFileName"_s,
              u"The service does not accept the file name '%1'."_s.arg(*path)});
    } else if (auto file = m_directory.beginUpload(); !file) {
        fail(apiErrorOf(file.error()));
    } else {
        m_path = *path;
        m_file.emplace(std::move(*file));
    }
}

void UploadReceiver::takeBytes(const char *bytes, qsizetype count)
{
    if (!m_inFilePart || m_error)
        return;
    m_received += count;
    if (m_received > m_maxBytes)
        fail(uploadTooLarge(m_maxBytes));
    else if (const auto written = m_file->write(bytes, size_t(count)); !written)
        fail(apiErrorOf(written.error()));
}

void UploadReceiver::fail(ApiError error)
{
    m_file.reset();
    m_error = std::move(error);
}

ApiError apiErrorOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return {404, u"FileNotFound"_s, u"There is no file '%1'."_s.arg(error.path)};
    case ErrorKind::InvalidArgument:
        return {400, u"InvalidFileName"_s, u"'%1': %2."_s.arg(error.path, error.detail)};
    case ErrorKind::IsDirectory:
        return {400, u"IsDirectory"_s, u"'%1' is a directory."_s.arg(error.path)};
    case ErrorKind::PermissionDenied:
        return {403, u"AccessDenied"_s,
                u"'%1' cannot be reached: %2."_s.arg(error.path, error.detail)};
    case ErrorKind::DiskFull:
        return {507, u"InsufficientStorage"_s,
                u"No space is left for the session's files: delete some that it does not need."_s};
    default:
        return {500, u"InternalServerError"_s, error.detail};
    }
}

ApiError uploadTooLarge(qint64 maxBytes)
{
    return {413, u"RequestEntityTooLarge"_s,
            u"A file may have at most %1 MB."_s.arg(maxBytes / (1024 * 1024))};
}

} // namespace sessionbook
