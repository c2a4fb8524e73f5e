#include "BenchPool.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <simdjson.h>

#include <iostream>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Reads a reply as any client does, and as jupyter_client does for its own.
std::optional<Executed> executedIn(const std::string &reply)
{
    simdjson::dom::parser parser;
    simdjson::dom::element json;
    std::string_view status;
    std::string_view printed;
    simdjson::dom::element result;
    if (parser.parse(reply).get(json) != simdjson::SUCCESS
        || json["status"].get(status) != simdjson::SUCCESS || status != "Succeeded"
        || json["result"]["stdout"].get(printed) != simdjson::SUCCESS
        || json["result"]["executionResult"].get(result) != simdjson::SUCCESS)
        return std::nullopt;
    return Executed{std::string(printed), simdjson::minify(result)};
}

} // namespace

BenchPool::BenchPool(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"),
                    QStringList{u"--token"_s, u"secret"_s} + arguments);
    while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
        m_process.waitForReadyRead(10000);
    const QJsonObject facts = QJsonDocument::fromJson(m_process.readLine()).object();
    m_endpoint = facts["endpoint"_L1].toString().toStdString();
}

BenchPool::~BenchPool()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(60000);
}

std::unique_ptr<httplib::Client> BenchPool::client() const
{
    auto client = std::make_unique<httplib::Client>(m_endpoint);
    client->set_default_headers({{"Authorization", "Bearer secret"}});
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    client->set_read_timeout(300);
    return client;
}

std::optional<Executed> execute(httplib::Client &client, const std::string &session,
                                const QString &code)
{
    constexpr int WholeMegabytes = 4 * 1024 * 1024;
    const QJsonObject request{{u"codeInputType"_s, u"Inline"_s},
                              {u"executionType"_s, u"Synchronous"_s},
                              {u"timeoutInSeconds"_s, 120},
                              {u"outputStreamsMaxLength"_s, WholeMegabytes},
                              {u"code"_s, code}};
    const auto reply
        = client.Post(targetOf("executions", session),
                      QJsonDocument(request).toJson().toStdString(), "application/json");
    auto executed = reply ? executedIn(reply->body) : std::nullopt;
    if (!executed)
        std::cerr << "pool_bench: " << session << ": "
                  << (reply ? std::to_string(reply->status) + ' ' + reply->body.substr(0, 500)
                            : httplib::to_string(reply.error()))
                  << '\n';
    return executed;
}

bool answers(httplib::Client &client, const std::string &session)
{
    const auto executed = execute(client, session, u"6*7"_s);
    return executed && executed->result == "42";
}

bool removeSession(httplib::Client &client, const std::string &session)
{
    const auto reply = client.Delete(targetOf("session", session));
    return reply && reply->status == 204;
}

std::string targetOf(const std::string &resource, const std::string &session)
{
    return '/' + resource + "?api-version=2025-10-02-preview&identifier=" + session;
}

} // namespace sessionbook
