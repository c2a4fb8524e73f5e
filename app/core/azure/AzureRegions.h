#pragma once

#include <QList>
#include <QString>

namespace sessionbook {

/// A place of Azure where session pools can be.
struct AzureRegion
{
    QString id; ///< "northcentralus"
    QString name; ///< "North Central US", Azure's own name, not translated
};

/// By name; the service grows, so another region may be possible, too.
[[nodiscard]] const QList<AzureRegion> &azureRegions();
/// The name of a region in either spelling; what was given where it is unknown.
[[nodiscard]] QString azureRegionName(const QString &region);
/// "North Central US (Stage)" as "northcentralus(stage)": how two spellings are compared.
[[nodiscard]] QString azureRegionId(const QString &region);

} // namespace sessionbook
