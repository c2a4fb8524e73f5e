#pragma once

#include "integration/pool/PoolProcess.h"

#include <QStringList>

#include <string>

namespace sessionbook {

/// A client of the file routes that asks for whatever an attacked session has left.
class FileRouteProbe
{
public:
    FileRouteProbe(const PoolProcess &pool, std::string identifier);

    /// Lists the session's files and fetches the first of them.
    void fetchWhatIsListed();
    /// Fetches, replaces and deletes what lies at the path, so many times.
    void use(const QString &path, int times);

    /// All that came back, headers too.
    [[nodiscard]] const QByteArray &given() const { return m_given; }
    /// Requests that nothing came back for.
    [[nodiscard]] const QStringList &unanswered() const { return m_unanswered; }

private:
    void take(const QString &what, const httplib::Result &result);
    [[nodiscard]] std::string target(const QString &path, const char *after) const;
    void fetch(const QString &path);
    void replace(const QString &path);
    void remove(const QString &path);

    std::unique_ptr<httplib::Client> m_client;
    std::string m_identifier;
    QByteArray m_given;
    QStringList m_unanswered;
};

} // namespace sessionbook
