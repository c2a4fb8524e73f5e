#include "sessions/SessionFileReader.h"

#include "sessions/ServiceVersion.h"

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

/// What one thing was called in one generation or another.
QJsonValue firstOf(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (const QJsonValue value = object.value(name); !value.isUndefined())
            return value;
    }
    return QJsonValue(QJsonValue::Undefined);
}

/// Where a client sent "/mnt/data/x.csv", the old generations may call the file so.
QString nameOf(const QJsonObject &object)
{
    const QString name = firstOf(object, {"name"_L1, "filename"_L1}).toString();
    const auto root = "/mnt/data/"_L1;
    return name.startsWith(root) ? name.mid(root.size()) : name;
}

/// The entries of a listing; nothing where it is none.
std::optional<QJsonArray> entriesOf(const QJsonDocument &document)
{
    if (document.isArray())
        return document.array();
    const QJsonValue entries = firstOf(document.object(), {"value"_L1, "$values"_L1});
    return entries.isArray() ? std::optional(entries.toArray()) : std::nullopt;
}

std::optional<SessionFile> fileOf(const QJsonValue &value)
{
    const QJsonObject outer = value.toObject();
    const QJsonValue properties = outer.value("properties"_L1);
    const QJsonObject object = properties.isObject() ? properties.toObject() : outer;
    SessionFile file;
    file.name = nameOf(object);
    if (file.name.isEmpty() || file.name.contains(u'/') || file.name == "."_L1
        || file.name == ".."_L1)
        return std::nullopt;
    file.directory = directoryOf(object.value("directory"_L1).toString());
    file.sizeBytes
        = std::max<qint64>(0, firstOf(object, {"sizeInBytes"_L1, "size"_L1}).toInteger());
    file.modifiedAt = readTime(
        firstOf(object, {"lastModifiedAt"_L1, "lastModifiedTime"_L1, "last_modified_time"_L1})
            .toString());
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

RemotePath::RemotePath(const QString &remoteName, const ServiceVersion &version)
{
    const bool hasDirectories = version.shape == ServiceVersion::Shape::Flat;
    const qsizetype slash = hasDirectories ? remoteName.lastIndexOf(u'/') : -1;
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
    const auto entries = entriesOf(document);
    if (!entries)
        return notAListing(u"not a list of files"_s);
    SessionFilePage page;
    for (const QJsonValue &entry : *entries) {
        if (const auto file = fileOf(entry))
            page.files += *file;
    }
    page.nextLink = document.object().value("nextLink"_L1).toString();
    return page;
}

Result<SessionFile, RestError> readUploadedFile(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const auto entries = entriesOf(document);
    const auto file = fileOf(entries ? entries->first() : QJsonValue(document.object()));
    if (!file)
        return notAListing(u"the answer to the upload names no file"_s);
    return *file;
}

} // namespace sessionbook
