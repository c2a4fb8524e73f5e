#include "azure/AzureRegions.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QList<AzureRegion> regionsNamed(const QStringList &names)
{
    QList<AzureRegion> regions;
    for (const QString &name : names)
        regions.append({.id = azureRegionId(name), .name = name});
    return regions;
}

} // namespace

const QList<AzureRegion> &azureRegions()
{
    static const QList<AzureRegion> regions = regionsNamed({u"Australia East"_s,
                                                            u"Australia Southeast"_s,
                                                            u"Brazil South"_s,
                                                            u"Canada Central"_s,
                                                            u"Canada East"_s,
                                                            u"Central India"_s,
                                                            u"Central US"_s,
                                                            u"East Asia"_s,
                                                            u"East US"_s,
                                                            u"East US 2"_s,
                                                            u"France Central"_s,
                                                            u"France South"_s,
                                                            u"Germany West Central"_s,
                                                            u"Italy North"_s,
                                                            u"Japan East"_s,
                                                            u"Japan West"_s,
                                                            u"Korea Central"_s,
                                                            u"North Central US"_s,
                                                            u"North Europe"_s,
                                                            u"Norway East"_s,
                                                            u"Poland Central"_s,
                                                            u"South Africa North"_s,
                                                            u"South India"_s,
                                                            u"Southeast Asia"_s,
                                                            u"Spain Central"_s,
                                                            u"Sweden Central"_s,
                                                            u"Switzerland North"_s,
                                                            u"Switzerland West"_s,
                                                            u"UAE North"_s,
                                                            u"UK South"_s,
                                                            u"UK West"_s,
                                                            u"West Central US"_s,
                                                            u"West Europe"_s,
                                                            u"West US"_s,
                                                            u"West US 2"_s,
                                                            u"West US 3"_s});
    return regions;
}

QString azureRegionId(const QString &region)
{
    QString id = region.toLower();
    id.remove(u' ');
    return id;
}

QString azureRegionName(const QString &region)
{
    const auto &regions = azureRegions();
    const auto known = std::ranges::find(regions, azureRegionId(region), &AzureRegion::id);
    return known == regions.end() ? region : known->name;
}

} // namespace sessionbook
