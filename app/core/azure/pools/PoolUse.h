#pragma once

#include "azure/arm/SessionPool.h"
#include "rest/RestClient.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <memory>
#include <vector>

namespace sessionbook {

class SessionClient;

/// How many sessions of pools are in use, asked of the pools themselves and a few at a time. A pool
/// that does not tell (an older one, or one that lets this account not in) stays unknown: this is
/// for information only.
///
/// Borrows the tokens, which are for pools, the network and the clock. Destroying it stops asking.
class PoolUse : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostAtOnce = 4;

    PoolUse(TokenSource &tokens, QNetworkAccessManager &network, Clock &clock,
            QObject *parent = nullptr);
    ~PoolUse() override;

    /// Asks once; nothing where the address is none of the service's own, as a token would go
    /// there unasked.
    void ask(const SessionPool &pool);
    /// The pools may be asked anew.
    void forget();

signals:
    void found(const QUrl &pool, int sessionsInUse);

private:
    struct Question
    {
        QUrl pool;
        std::unique_ptr<RestClient> client;
        std::unique_ptr<SessionClient> session; // destroyed before its client
    };
    void askNext();
    void begin(const QUrl &pool);
    void end(const Question *question);

    TokenSource &m_tokens;
    QNetworkAccessManager &m_network;
    Clock &m_clock;
    QSet<QUrl> m_asked;
    QList<QUrl> m_waiting;
    std::vector<std::unique_ptr<Question>> m_underWay;
};

} // namespace sessionbook
