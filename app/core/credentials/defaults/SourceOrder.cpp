#include "credentials/defaults/SourceOrder.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Kind = SourceKind;

struct NamedKind
{
    QLatin1String name;
    Kind kind;
};
constexpr std::array namedKinds{
    NamedKind{"environmentcredential"_L1, Kind::ServicePrincipal},
    NamedKind{"workloadidentitycredential"_L1, Kind::WorkloadIdentity},
    NamedKind{"managedidentitycredential"_L1, Kind::ManagedIdentity},
    NamedKind{"azureclicredential"_L1, Kind::AzureCli},
    NamedKind{"azurepowershellcredential"_L1, Kind::AzurePowerShell},
    NamedKind{"azuredeveloperclicredential"_L1, Kind::AzureDeveloperCli},
};

} // namespace

Result<QList<SourceKind>, SourceFailure> sourceOrder(const QString &value)
{
    const QList<Kind> deployed{Kind::ServicePrincipal, Kind::WorkloadIdentity,
                               Kind::ManagedIdentity};
    const QList<Kind> developers{Kind::AzureCli, Kind::AzurePowerShell, Kind::AzureDeveloperCli};
    const QString word = value.trimmed().toLower();
    if (word.isEmpty())
        return deployed + developers;
    if (word == "prod"_L1)
        return deployed;
    if (word == "dev"_L1)
        return developers;
    const auto named = std::ranges::find(namedKinds, word, &NamedKind::name);
    if (named != namedKinds.end())
        return QList<Kind>{named->kind};
    return SourceFailure::refused(
        u"AZURE_TOKEN_CREDENTIALS is “%1”, which Sessionbook does not have; "
        "it may be prod, dev or the name of one credential"_s.arg(value.trimmed().left(64)),
        u"SignInOrder"_s);
}

} // namespace sessionbook
