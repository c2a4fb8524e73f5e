#include "credentials/entra/Authority.h"

#include "rest/RestClient.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr QLatin1String publicHost("login.microsoftonline.com");
constexpr QLatin1String publicManager("https://management.azure.com");

struct Cloud
{
    QLatin1String authority;
    QLatin1String manager;
};
constexpr std::array sovereignClouds{
    Cloud{"login.microsoftonline.us"_L1, "https://management.usgovcloudapi.net"_L1},
    Cloud{"login.chinacloudapi.cn"_L1, "https://management.chinacloudapi.cn"_L1},
    Cloud{"login.partner.microsoftonline.cn"_L1, "https://management.chinacloudapi.cn"_L1},
};

} // namespace

Authority::Authority()
    : m_base(u"https://"_s + publicHost)
{
}

Result<Authority, SourceFailure> Authority::named(const QString &text)
{
    QString address = text.trimmed();
    if (address.isEmpty())
        address = qEnvironmentVariable("AZURE_AUTHORITY_HOST").trimmed();
    if (address.isEmpty())
        return Authority();
    if (!address.contains("://"_L1))
        address.prepend("https://"_L1);
    while (address.endsWith(u'/'))
        address.chop(1);
    const QUrl url(address, QUrl::StrictMode);
    if (!RestClient::maySendTokenTo(url) || url.hasQuery() || url.hasFragment()
        || !url.path().isEmpty())
        return SourceFailure::refused(u"the authority must be a host name or begin with https"_s,
                                      u"SignInAuthority"_s);
    return Authority(url);
}

QUrl Authority::endpoint(const QString &tenant, const QString &name) const
{
    Q_ASSERT(!tenant.contains(u'/'));
    QUrl url = m_base;
    url.setPath(u"/%1/oauth2/v2.0/%2"_s.arg(tenant, name));
    return url;
}

QUrl Authority::tokenUrl(const QString &tenant) const
{
    return endpoint(tenant, u"token"_s);
}

QUrl Authority::authorizeUrl(const QString &tenant) const
{
    return endpoint(tenant, u"authorize"_s);
}

QUrl Authority::deviceCodeUrl(const QString &tenant) const
{
    return endpoint(tenant, u"devicecode"_s);
}

QString Authority::resourceManager() const
{
    const auto cloud = std::ranges::find(sovereignClouds, m_base.host(), &Cloud::authority);
    return cloud == sovereignClouds.end() ? publicManager : cloud->manager;
}

} // namespace sessionbook
