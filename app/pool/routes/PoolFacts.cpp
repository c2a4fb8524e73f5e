#include "PoolFacts.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QJsonObject named(const QString &name, const QString &version)
{
    return {{u"name"_s, name}, {u"version"_s, version}};
}

/// Installed packages leave a directory or file `name-version.dist-info` or
/// `name-version[-py3…].egg-info`.
QJsonArray installedPackages()
{
    static const QRegularExpression pattern(
        u"^(?<name>.+?)-(?<version>[0-9][^-]*)(-py[0-9.]+)?\\.(dist|egg)-info$"_s);
    QJsonArray packages;
    for (const QString &entry : QDir(u"/usr/lib/python3/dist-packages"_s).entryList()) {
        const auto match = pattern.match(entry);
        if (match.hasMatch())
            packages.append(named(match.captured(u"name"_s), match.captured(u"version"_s)));
    }
    return packages;
}

/// /usr/bin/python3 is a link to python3.11 or the like.
QString pythonVersion()
{
    return QFileInfo(QFileInfo(u"/usr/bin/python3"_s).canonicalFilePath())
        .fileName()
        .remove("python"_L1);
}

QString versionOf(const QJsonArray &packages, QLatin1StringView name)
{
    for (const QJsonValue &package : packages) {
        if (package["name"_L1].toString().compare(name, Qt::CaseInsensitive) == 0)
            return package["version"_L1].toString();
    }
    return {};
}

QJsonObject kernelFacts(const QJsonArray &packages)
{
    return {{u"name"_s, u"IPython"_s},
            {u"version"_s, versionOf(packages, "ipython"_L1)},
            {u"projectUrl"_s, u"https://ipython.org"_s},
            {u"description"_s, u"Runs cells in IPython inside a bubblewrap sandbox"_s}};
}

} // namespace

QJsonObject poolMetadata(PoolType type, const QDateTime &createdAt, const ApiHabits &habits)
{
    const QJsonArray packages = installedPackages();
    const QString created = createdAt.toString(Qt::ISODateWithMs);
    QJsonObject facts{{u"runtimes"_s, QJsonArray{named(u"python"_s, pythonVersion())}},
                      {u"preInstalledPackages"_s, packages},
                      {u"createdAt"_s, created},
                      {u"lastUpdatedAt"_s, created}};
    if (!habits.isPlain)
        facts.insert("extensions"_L1, QJsonArray{u"stream"_s, u"cancel"_s, u"restart"_s});
    if (type == PoolType::Python)
        facts.insert("jupyterKernel"_L1, kernelFacts(packages));
    return facts;
}

} // namespace sessionbook
