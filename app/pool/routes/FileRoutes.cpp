#include "FileRoutes.h"

#include "LegacyShapes.h"
#include "pool/http/ApiGeneration.h"
#include "pool/http/ByteRange.h"
#include "pool/http/UploadReceiver.h"

#include <QHash>
#include <QJsonArray>

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t DownloadPieceBytes = 256 * 1024;

/// A session and the path in it that a request names.
struct Place
{
    std::shared_ptr<PoolSession> session;
    QString path;
};

/// `python/downloadFile` has the name in the query.
QString fileNameOf(const ApiCall &call)
{
    return call.shape() == RoutePath::Shape::Values ? call.parameter("filename"_L1)
                                                    : call.route.name;
}

ApiResult<Place> placeOf(const ApiCall &call, SessionRegistry &registry)
{
    const auto identifier = call.identifier();
    if (!identifier)
        return identifier.error();
    // Names hold no plus sign, so one in the query is the space that forms write that way.
    const QString directory = call.parameter("path"_L1).replace(u'+', u' ');
    const auto path = sessionPath(directory, fileNameOf(call));
    if (!path)
        return apiErrorOf(path.error());
    const auto session = registry.session(*identifier);
    if (!session)
        return session.error();
    return Place{*session, *path};
}

/// Hands out part of a file piece by piece; the descriptor lives as long as the reply.
httplib::ContentProvider providerOf(const std::shared_ptr<SessionFileContent> &content,
                                    qint64 first)
{
    return [content, first](size_t offset, size_t length, httplib::DataSink &sink) {
        std::vector<char> piece(std::min(length, DownloadPieceBytes));
        const ssize_t count
            = pread(content->descriptor.get(), piece.data(), piece.size(), first + off_t(offset));
        if (count < 0 && errno == EINTR)
            return true;
        // A file that got shorter meanwhile ends the reply early: the client sees that bytes are
        // missing.
        return count > 0 && sink.write(piece.data(), size_t(count));
    };
}

QByteArray contentRange(const ByteRange &range, qint64 size)
{
    return "bytes " + QByteArray::number(range.first) + '-'
        + QByteArray::number(range.first + range.length - 1) + '/' + QByteArray::number(size);
}

void sendContent(const ApiCall &call, SessionFileContent opened, const ByteRange &range)
{
    call.response.status = range.isPart ? 206 : 200;
    if (range.isPart)
        call.setHeader("Content-Range", contentRange(range, opened.sizeBytes));
    if (range.length == 0)
        return call.response.set_content("", "application/octet-stream");
    const auto content = std::make_shared<SessionFileContent>(std::move(opened));
    call.response.set_content_provider(size_t(range.length), "application/octet-stream",
                                       providerOf(content, range.first));
}

} // namespace

QString contentTypeOf(const QString &fileName)
{
    static const QHash<QString, QString> types{
        {u"csv"_s, u"text/csv; charset=utf-8"_s},
        {u"gif"_s, u"image/gif"_s},
        {u"htm"_s, u"text/html; charset=utf-8"_s},
        {u"html"_s, u"text/html; charset=utf-8"_s},
        {u"ipynb"_s, u"application/x-ipynb+json"_s},
        {u"jpeg"_s, u"image/jpeg"_s},
        {u"jpg"_s, u"image/jpeg"_s},
        {u"json"_s, u"application/json"_s},
        {u"md"_s, u"text/markdown; charset=utf-8"_s},
        {u"pdf"_s, u"application/pdf"_s},
        {u"png"_s, u"image/png"_s},
        {u"py"_s, u"text/x-python; charset=utf-8"_s},
        {u"svg"_s, u"image/svg+xml"_s},
        {u"tsv"_s, u"text/tab-separated-values; charset=utf-8"_s},
        {u"txt"_s, u"text/plain; charset=utf-8"_s},
        {u"xlsx"_s, u"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"_s},
        {u"xml"_s, u"application/xml"_s},
        {u"yaml"_s, u"application/yaml"_s},
        {u"yml"_s, u"application/yaml"_s},
        {u"zip"_s, u"application/zip"_s},
    };
    const QString suffix = fileName.section(u'.', -1).toLower();
    return types.value(fileName.contains(u'.') ? suffix : QString(), u"application/octet-stream"_s);
}

FileRoutes::FileRoutes(SessionRegistry &registry, const ApiHabits &habits)
    : m_registry(registry)
    , m_isPlain(habits.isPlain)
    , m_keepsToVersions(!habits.onlyVersions.isEmpty())
{
}

httplib::Ranges FileRoutes::rangesOf(const ApiCall &call) const
{
    return m_isPlain || call.request.has_header("If-Range") ? httplib::Ranges() : call.ranges;
}

bool FileRoutes::knowsDirectories(const ApiCall &call) const
{
    return !m_keepsToVersions || ApiGeneration(call.version.text()).listsRecursively();
}

bool FileRoutes::isRecursive(const ApiCall &call) const
{
    return knowsDirectories(call)
        && call.parameter("recursive"_L1).compare("true"_L1, Qt::CaseInsensitive) == 0;
}

QJsonObject FileRoutes::toJson(const ApiCall &call, const SessionFile &file) const
{
    QJsonObject json{{u"name"_s, file.name},
                     {u"type"_s, file.isDirectory ? u"directory"_s : u"file"_s},
                     {u"contentType"_s,
                      file.isDirectory ? u"application/octet-stream"_s : contentTypeOf(file.name)},
                     {u"sizeInBytes"_s, file.sizeBytes},
                     {u"lastModifiedAt"_s, file.modified.toString(Qt::ISODateWithMs)}};
    if (knowsDirectories(call))
        json.insert("directory"_L1, file.directory);
    return json;
}

void FileRoutes::list(const ApiCall &call) const
{
    const auto place = placeOf(call, m_registry);
    if (!place)
        return call.refuse(place.error());
    const auto files = place->session->directory().list(place->path, isRecursive(call));
    if (!files)
        return call.refuse(apiErrorOf(files.error()));
    if (call.shape() != RoutePath::Shape::Flat)
        return call.answer(200, LegacyShapes::fileList(*files, call.shape()));
    QJsonArray value;
    for (const SessionFile &file : *files)
        value.append(toJson(call, file));
    call.answer(200, {{u"value"_s, value}, {u"nextLink"_s, QJsonValue::Null}});
}

void FileRoutes::upload(const ApiCall &call, const httplib::ContentReader &reader) const
{
    const auto place = placeOf(call, m_registry);
    if (!place)
        return call.refuse(place.error());
    UploadReceiver receiver(place->session->directory(), place->path, MaxUploadBytes);
    const auto file = receiver.receive(call.request, reader);
    if (!file)
        return call.refuse(file.error());
    const bool isFlat = call.shape() == RoutePath::Shape::Flat;
    call.answer(200, isFlat ? toJson(call, *file) : LegacyShapes::fileList({*file}, call.shape()));
}

void FileRoutes::show(const ApiCall &call) const
{
    const auto place = placeOf(call, m_registry);
    if (!place)
        return call.refuse(place.error());
    const auto file = place->session->directory().file(place->path);
    if (!file)
        return call.refuse(apiErrorOf(file.error()));
    const bool isFlat = call.shape() == RoutePath::Shape::Flat;
    call.answer(200, isFlat ? toJson(call, *file) : LegacyShapes::fileReply(*file));
}

void FileRoutes::download(const ApiCall &call) const
{
    const auto place = placeOf(call, m_registry);
    if (!place)
        return call.refuse(place.error());
    auto opened = place->session->directory().open(place->path);
    if (!opened)
        return call.refuse(apiErrorOf(opened.error()));
    const qint64 size = opened->sizeBytes;
    const auto range = ByteRange::of(rangesOf(call), size);
    if (!range) {
        call.setHeader("Content-Range", "bytes */" + QByteArray::number(size));
        return call.refuse({416, u"InvalidRange"_s,
                            u"The file has %1 bytes, none of those asked for."_s.arg(size)});
    }
    if (!m_isPlain)
        call.setHeader("Accept-Ranges", "bytes");
    sendContent(call, std::move(*opened), *range);
}

void FileRoutes::remove(const ApiCall &call) const
{
    const auto place = placeOf(call, m_registry);
    if (!place)
        return call.refuse(place.error());
    if (place->path.isEmpty())
        return call.refuse({400, u"InvalidFileName"_s, u"/mnt/data itself cannot be deleted."_s});
    if (const auto removed = place->session->directory().remove(place->path); !removed)
        return call.refuse(apiErrorOf(removed.error()));
    call.answerEmpty(204);
}

} // namespace sessionbook
