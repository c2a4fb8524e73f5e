#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// Which names a request may call the pool by, and which web pages may be its sender: none but a
/// page of the pool itself.
///
/// A browser tells in `Host` the name from the page's address and in `Origin` and `Sec-Fetch-Site`
/// where the page came from; no page can change these. So a name that was bound to this computer to
/// deceive the browser (DNS rebinding) is found out.
class HostRules
{
public:
    /// The names of this computer itself are accepted always; `names` besides, as canonicalHost()
    /// gives them.
    explicit HostRules(const QStringList &names = {});

    /// Lower-case name or address of a `Host` header, without port, brackets and the dot of the
    /// root; nothing when it is not one.
    [[nodiscard]] static std::optional<QString> canonicalHost(const QByteArray &hostHeader);

    [[nodiscard]] bool acceptsHost(const QByteArray &hostHeader) const;
    /// `hostHeader` is one that is accepted. Empty: the header is absent.
    [[nodiscard]] static bool acceptsOrigin(const QByteArray &originHeader,
                                            const QByteArray &hostHeader);
    [[nodiscard]] static bool acceptsFetchSite(const QByteArray &fetchSiteHeader);

private:
    QStringList m_names;
};

} // namespace sessionbook
