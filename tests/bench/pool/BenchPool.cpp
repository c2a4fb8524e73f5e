#include "BenchPool.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <iostream>

namespace sessionbook {

using namespace Qt::StringLiterals;

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

std::string execute(httplib::Client &client, const std::string &session, const QString &code)
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
    const bool succeeded
        = reply && reply->body.find(R"("status":"Succeeded")") != std::string::npos;
    if (!succeeded)
        std::cerr << "pool_bench: " << session << ": "
                  << (reply ? std::to_string(reply->status) + ' ' + reply->body.substr(0, 500)
                            : httplib::to_string(reply.error()))
                  << '\n';
    return succeeded ? reply->body : std::string();
}

bool answers(httplib::Client &client, const std::string &session)
{
    return execute(client, session, u"6*7"_s).find(R"("executionResult":42)") != std::string::npos;
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
