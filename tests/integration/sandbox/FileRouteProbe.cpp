#include "FileRouteProbe.h"

#include <QUrl>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Of what is listed, so much is fetched.
constexpr int MaxFetched = 60;

std::string encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text).toStdString();
}

/// The path cut at its last slash.
std::pair<QString, QString> directoryAndName(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    return {path.left(std::max<qsizetype>(slash, 0)), path.mid(slash + 1)};
}

} // namespace

FileRouteProbe::FileRouteProbe(const PoolProcess &pool, std::string identifier)
    : m_client(pool.client())
    , m_identifier(std::move(identifier))
{
}

void FileRouteProbe::fetchWhatIsListed()
{
    const auto list = m_client->Get("/files?recursive=true&identifier=" + m_identifier);
    take(u"list"_s, list);
    const QJsonArray files = list
        ? QJsonDocument::fromJson(QByteArray::fromStdString(list->body))["value"_L1].toArray()
        : QJsonArray();
    for (int i = 0; i < std::min(MaxFetched, int(files.size())); ++i) {
        const QString directory = files[i]["directory"_L1].toString();
        const QString name = files[i]["name"_L1].toString();
        fetch(directory.isEmpty() ? name : directory + u'/' + name);
    }
}

void FileRouteProbe::use(const QString &path, int times)
{
    for (int i = 0; i < times; ++i) {
        fetch(path);
        replace(path);
        fetch(path);
        remove(path);
    }
}

std::string FileRouteProbe::target(const QString &path, const char *after) const
{
    const auto [directory, name] = directoryAndName(path);
    return "/files/" + encoded(name) + after + "?identifier=" + m_identifier
        + "&path=" + encoded(directory);
}

void FileRouteProbe::fetch(const QString &path)
{
    take("metadata of "_L1 + path, m_client->Get(target(path, "")));
    // The beginning is enough: files may have holes of gigabytes.
    take("content of "_L1 + path,
         m_client->Get(target(path, "/content"), {{"Range", "bytes=0-65535"}}));
}

void FileRouteProbe::replace(const QString &path)
{
    const auto [directory, name] = directoryAndName(path);
    const httplib::MultipartFormDataItems parts{
        {"file", "harmless", name.toStdString(), "application/octet-stream"}};
    take(
        "upload to "_L1 + path,
        m_client->Post("/files?identifier=" + m_identifier + "&path=" + encoded(directory), parts));
}

void FileRouteProbe::remove(const QString &path)
{
    take("deletion of "_L1 + path, m_client->Delete(target(path, "")));
}

void FileRouteProbe::take(const QString &what, const httplib::Result &result)
{
    if (!result) {
        m_unanswered.append(what);
        return;
    }
    for (const auto &[name, value] : result->headers)
        m_given += QByteArray::fromStdString(name + ": " + value + '\n');
    m_given += QByteArray::fromStdString(result->body);
}

} // namespace sessionbook
