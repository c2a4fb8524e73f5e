#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <httplib.h>

namespace sessionbook {

/// The form that clients send a file in.
inline httplib::MultipartFormDataItems filePart(const std::string &name, const std::string &content)
{
    return {{"file", content, name, "application/octet-stream"}};
}

/// The real sessionbook-pool, started for a test and ended with it; requests block.
///
/// `--loose`, so that each test names no more in its requests than it is about; Strict is for those
/// that are about the API's versions.
class PoolProcess
{
public:
    enum class Versions { Loose, Strict };

    explicit PoolProcess(const QStringList &arguments = {}, Versions versions = Versions::Loose)
    {
        QStringList all{QStringLiteral("--token"), QStringLiteral("secret")};
        if (versions == Versions::Loose)
            all.append(QStringLiteral("--loose"));
        m_process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"), all + arguments);
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead(10000);
        m_facts = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~PoolProcess()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(15000);
    }

    [[nodiscard]] QProcess &process() { return m_process; }
    [[nodiscard]] const QJsonObject &facts() const { return m_facts; }

    /// A client with the token and a connection of its own.
    [[nodiscard]] std::unique_ptr<httplib::Client> client() const
    {
        auto client = std::make_unique<httplib::Client>(
            m_facts[QLatin1StringView("endpoint")].toString().toStdString());
        client->set_default_headers({{"Authorization", "Bearer secret"}});
        client->set_keep_alive(true);
        client->set_tcp_nodelay(true);
        client->set_read_timeout(300); // a busy machine may take its time
        return client;
    }

    /// Runs code and gives the reply; `fields` are added to the request.
    [[nodiscard]] QJsonObject execute(const QByteArray &code, QJsonObject fields = {},
                                      const char *session = "test-session",
                                      const httplib::Headers &headers = {}) const
    {
        fields.insert(QLatin1StringView("code"), QString::fromUtf8(code));
        const auto reply
            = client()->Post(std::string("/executions?identifier=") + session, headers,
                             QJsonDocument(fields).toJson().toStdString(), "application/json");
        return reply ? QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object()
                     : QJsonObject();
    }

    /// Runs code over the stream extension and gives the messages; the last is the reply.
    [[nodiscard]] QList<QJsonObject> stream(const char *code) const
    {
        const QJsonObject request{{QStringLiteral("code"), QString::fromUtf8(code)}};
        const auto reply
            = client()->Post("/executions?identifier=test-session",
                             httplib::Headers{{"Accept", "application/x-ndjson"}},
                             QJsonDocument(request).toJson().toStdString(), "application/json");
        QList<QJsonObject> messages;
        const QByteArray body = reply ? QByteArray::fromStdString(reply->body) : QByteArray();
        for (const QByteArray &line : body.split('\n')) {
            if (!line.isEmpty())
                messages.append(QJsonDocument::fromJson(line).object());
        }
        return messages;
    }

private:
    QProcess m_process;
    QJsonObject m_facts;
};

} // namespace sessionbook
