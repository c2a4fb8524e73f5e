#include "sessions/SessionFileReader.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

RestError notAListing(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

// "" and "." both mean the root (PROTOCOL §7); paths may come absolute.
QString directoryOf(QString text)
{
    if (text.startsWith("/mnt/data"_L1))
        text.remove(0, 9);
    while (text.startsWith(u'/'))
        text.remove(0, 1);
    while (text.endsWith(u'/'))
        text.chop(1);
    return text == "."_L1 ? QString() : text;
}

std::optional<SessionFile> fileOf(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    SessionFile file;
    file.name = object.value("name"_L1).toString();
    if (file.name.isEmpty() || file.name.contains(u'/') || file.name == "."_L1
        || file.name == ".."_L1)
        return std::nullopt;
    file.directory = directoryOf(object.value("directory"_L1).toString());
    file.sizeBytes = std::max<qint64>(0, object.value("sizeInBytes"_L1).toInteger());
    file.modifiedAt = readTime(object.value("lastModifiedAt"_L1).toString());
    file.isDirectory
        = object.value("type"_L1).toString().compare("directory"_L1, Qt::CaseInsensitive) == 0;
    return file;
}

} // namespace

QDateTime readTime(QString text)
{
    const qsizetype dot = text.indexOf(u'.');
    if (dot > 0) {
        qsizetype end = dot + 1;
        while (end < text.size() && text.at(end).isDigit())
            ++end;
        if (end - dot > 4)
            text.remove(dot + 4, end - dot - 4);
    }
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

RemotePath::RemotePath(const QString &remoteName)
{
    const qsizetype slash = remoteName.lastIndexOf(u'/');
    directory = slash < 0 ? QString() : remoteName.left(slash);
    name = remoteName.mid(slash + 1);
}

void RemotePath::addTo(RestQuery &query) const
{
    if (!directory.isEmpty())
        query.append({u"path"_s, directory});
}

Result<SessionFilePage, RestError> readFilePage(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonObject object = document.object();
    if (!document.isArray() && !object.value("value"_L1).isArray())
        return notAListing(u"not a list of files"_s);
    const QJsonArray entries
        = document.isArray() ? document.array() : object.value("value"_L1).toArray();
    SessionFilePage page;
    for (const QJsonValue &entry : entries) {
        if (const auto file = fileOf(entry))
            page.files += *file;
    }
    page.nextLink = object.value("nextLink"_L1).toString();
    return page;
}

Result<SessionFile, RestError> readUploadedFile(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    QJsonValue entry = document.object();
    if (document.isArray())
        entry = document.array().first();
    else if (document.object().value("value"_L1).isArray())
        entry = document.object().value("value"_L1).toArray().first();
    const auto file = fileOf(entry);
    if (!file)
        return notAListing(u"the answer to the upload names no file"_s);
    return *file;
}

} // namespace sessionbook
