#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <httplib.h>

#include <memory>
#include <optional>
#include <string>

namespace sessionbook {

/// The real sessionbook-pool, started for one part of the benchmark and ended with it.
///
/// Requests block and may come from several threads, each with a client of its own.
class BenchPool
{
public:
    explicit BenchPool(const QStringList &arguments = {});
    ~BenchPool();

    [[nodiscard]] bool isRunning() const { return !m_endpoint.empty(); }
    [[nodiscard]] int pid() const { return int(m_process.processId()); }
    /// One connection, kept alive.
    [[nodiscard]] std::unique_ptr<httplib::Client> client() const;

private:
    QProcess m_process;
    std::string m_endpoint;
};

/// What a client has of an execution that succeeded, once it has read the reply.
struct Executed
{
    std::string printed;
    std::string result; ///< as JSON
};

/// Runs `code` to its end; nothing, and a word to standard error, when it did not succeed.
[[nodiscard]] std::optional<Executed> execute(httplib::Client &client, const std::string &session,
                                              const QString &code);
/// Whether the session answers `6*7` with 42.
[[nodiscard]] bool answers(httplib::Client &client, const std::string &session);
[[nodiscard]] bool removeSession(httplib::Client &client, const std::string &session);
/// The target of a resource of one session.
[[nodiscard]] std::string targetOf(const std::string &resource, const std::string &session);

} // namespace sessionbook
