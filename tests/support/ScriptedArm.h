#pragma once

#include "support/ScriptedServer.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

namespace sessionbook {

/// Azure Resource Manager on loopback, as AUTH.md §13 describes it: lists come in pages, changes
/// take their time and say where to ask, errors have the service's own shape. What it is told to do
/// wrong, it does wrong. Resources are kept as they were put.
class ScriptedArm
{
public:
    /// How a pool describes when its sessions end.
    enum class Shape { Preview2024, Stable2025 };
    struct Fault
    {
        int status = 0; ///< 0: a script of one's own
        QString code = {};
        QString message = {};
        QByteArray headers = {};
        QByteArray body = {}; ///< instead of code and message
        int times = -1; ///< without end where negative
    };

    ScriptedArm();

    [[nodiscard]] QUrl base() const;
    [[nodiscard]] ScriptedServer &server() { return m_server; }

    /// The id it was given.
    QString addSubscription(const QString &name, const QString &state = QStringLiteral("Enabled"));
    void addTenant(const QString &id, const QString &name);
    void addGroup(const QString &subscription, const QString &name, const QString &region);
    /// The resource's id.
    QString addPool(const QString &subscription, const QString &group, const QString &name,
                    Shape shape = Shape::Stable2025);
    /// For requests whose verb and path begin so: "GET /subscriptions/…".
    void failAt(const QString &request, const Fault &fault);
    [[nodiscard]] QJsonObject resource(const QString &id) const;
    /// Changes what a pool says.
    void setResource(const QString &id, const QJsonObject &object);

    int pageSize = 100;
    QByteArray nextLinkHost; ///< of further pages; empty: our own, as it should be
    int polls = 2; ///< how often a change is still in progress
    QString outcome = QStringLiteral("Succeeded"); ///< of changes
    QString failureCode = QStringLiteral("PoolCreationFailed");
    int sessionsInUse = -1; ///< in pools that are added from now on; negative: they are not here
    bool isRegistered = true; ///< the provider, with every subscription

    /// "GET /subscriptions", in order, without queries.
    [[nodiscard]] QStringList requests() const;
    [[nodiscard]] const QList<ReceivedRequest> &received() const { return m_server.received(); }

private:
    struct Answer
    {
        int status = 200;
        QByteArray body = {};
        QByteArray headers = {};
    };
    [[nodiscard]] Answer answerTo(const ReceivedRequest &request);
    [[nodiscard]] Answer list(const QList<QJsonObject> &objects,
                              const ReceivedRequest &request) const;
    [[nodiscard]] Answer put(const QString &path, const QByteArray &body);
    [[nodiscard]] Answer remove(const QString &path);
    [[nodiscard]] Answer operationState();
    [[nodiscard]] Answer sessions() const;
    [[nodiscard]] QByteArray operationHeader(const QByteArray &name) const;
    void settle();

    ScriptedServer m_server;
    QList<QJsonObject> m_tenants;
    QList<QJsonObject> m_subscriptions;
    QMap<QString, QJsonObject> m_resources; ///< by lower-case id
    QMap<QString, Fault> m_faults;
    QString m_underWay; ///< the resource that is being changed
    bool m_isRemoval = false;
    int m_pollsLeft = 0;
};

} // namespace sessionbook
