#include "rebuild/PoolEnvironment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// As PEP 503 says, so that "PyYAML" and "pyyaml" are one.
QString normalised(QString name)
{
    static const QRegularExpression runs(u"[-_.]+"_s);
    return name.replace(runs, u"-"_s).toLower();
}

/// Where a package is not called as its module.
QString packageOf(const QString &module)
{
    static const QHash<QString, QString> known{
        {u"sklearn"_s, u"scikit-learn"_s}, {u"PIL"_s, u"pillow"_s},
        {u"cv2"_s, u"opencv-python"_s},    {u"yaml"_s, u"pyyaml"_s},
        {u"bs4"_s, u"beautifulsoup4"_s},   {u"dateutil"_s, u"python-dateutil"_s},
        {u"skimage"_s, u"scikit-image"_s}, {u"docx"_s, u"python-docx"_s},
    };
    return normalised(known.value(module, module));
}

} // namespace

PoolEnvironment PoolEnvironment::fromMetadata(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    PoolEnvironment environment;
    for (const QJsonValue &runtime : object["runtimes"_L1].toArray()) {
        if (runtime["name"_L1].toString().contains("python"_L1, Qt::CaseInsensitive))
            environment.pythonVersion = runtime["version"_L1].toString();
    }
    for (const QJsonValue &package : object["preInstalledPackages"_L1].toArray())
        environment.packages.insert(normalised(package["name"_L1].toString()),
                                    package["version"_L1].toString());
    return environment;
}

QStringList EnvironmentDifferences::packagesOf(const QStringList &sources)
{
    static const QRegularExpression line(u"^[ \\t]*(?:import|from)[ \\t]+([^\\n#;]+)"_s,
                                         QRegularExpression::MultilineOption);
    static const QRegularExpression first(u"^\\s*([A-Za-z_]\\w*)"_s);
    QStringList names;
    for (const QString &source : sources) {
        for (auto found = line.globalMatch(source); found.hasNext();) {
            const auto match = found.next();
            const bool isFrom = match.captured(0).trimmed().startsWith("from"_L1);
            const QStringList modules
                = isFrom ? QStringList{match.captured(1)} : match.captured(1).split(u',');
            for (const QString &module : modules)
                names << packageOf(first.match(module).captured(1));
        }
    }
    names.removeAll(QString());
    names.removeDuplicates();
    names.sort();
    return names;
}

EnvironmentDifferences EnvironmentDifferences::between(const PoolEnvironment &before,
                                                       const PoolEnvironment &after,
                                                       const QStringList &sources)
{
    EnvironmentDifferences differences;
    const bool knowsPython = !before.pythonVersion.isEmpty() && !after.pythonVersion.isEmpty();
    if (knowsPython && before.pythonVersion != after.pythonVersion) {
        differences.pythonBefore = before.pythonVersion;
        differences.pythonAfter = after.pythonVersion;
    }
    if (before.packages.isEmpty() || after.packages.isEmpty())
        return differences;
    // What neither lists is of Python itself, or a file beside the notebook.
    for (const QString &name : packagesOf(sources)) {
        const QString old = before.packages.value(name);
        const QString present = after.packages.value(name);
        if (old != present)
            differences.packages.append({.name = name, .before = old, .after = present});
    }
    return differences;
}

PoolEnvironmentJob::PoolEnvironmentJob(const SessionPlace &place, QObject *parent)
    : SessionJob(place, parent)
{
}

Result<RestJob::Request, RestError> PoolEnvironmentJob::request()
{
    return sessionRequest("GET", u"metadata"_s);
}

std::optional<RestError> PoolEnvironmentJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    m_environment = PoolEnvironment::fromMetadata(body);
    return std::nullopt;
}

} // namespace sessionbook
