#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/exchange/IdentityServices.h"
#include "rest/DirectLoopback.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

namespace sessionbook {

/// What a test of a source needs: a scripted endpoint, a network, a clock that stands still, files,
/// and an environment without anything of Azure's, before and afterwards.
class SourceBench
{
public:
    SourceBench()
    {
        keepLoopbackDirect(network);
        clearEnvironment();
    }
    ~SourceBench() { clearEnvironment(); }
    SourceBench(const SourceBench &) = delete;
    SourceBench &operator=(const SourceBench &) = delete;

    /// Waits for what the source says.
    [[nodiscard]] CredentialSource::Answer ask(CredentialSource &source,
                                               const QByteArray &claims = {})
    {
        std::optional<CredentialSource::Answer> result;
        QObject context;
        source.fetch({.audience = QStringLiteral("https://dynamicsessions.io"), .claims = claims},
                     &context, [&](const CredentialSource::Answer &answer) { result = answer; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 20000))
            qFatal("no answer");
        return *result;
    }
    [[nodiscard]] QString origin() const
    {
        return QStringLiteral("http://127.0.0.1:%1").arg(server.endpoint().port());
    }
    void answer(int status, const QByteArray &json)
    {
        server.next(ScriptedServer::answer(status, json, "Content-Type: application/json\r\n"));
    }
    /// A field of the form that the request posted; decoded.
    [[nodiscard]] QByteArray field(int request, const QString &name) const
    {
        return valueOf(server.received().at(request).body, name);
    }
    /// An item of its query.
    [[nodiscard]] QByteArray item(int request, const QString &name) const
    {
        const QByteArray target = server.received().at(request).target;
        return valueOf(target.mid(target.indexOf('?') + 1), name);
    }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(files.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }

    ScriptedServer server;
    QNetworkAccessManager network;
    ManualClock clock;
    QTemporaryDir files;
    IdentityServices services{network, clock};

private:
    static QByteArray valueOf(const QByteArray &form, const QString &name)
    {
        const QUrlQuery query(QString::fromLatin1(form));
        return query.queryItemValue(name, QUrl::FullyDecoded).toUtf8();
    }
    static void clearEnvironment()
    {
        for (const QString &name : QProcessEnvironment::systemEnvironment().keys()) {
            for (const char *prefix : {"AZURE_", "IDENTITY_", "MSI_", "IMDS_", "DEFAULT_IDENTITY_"})
                if (name.startsWith(QLatin1String(prefix)))
                    qunsetenv(name.toLocal8Bit().constData());
        }
    }
};

} // namespace sessionbook
