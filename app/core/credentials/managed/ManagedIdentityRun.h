#pragma once

#include "base/Clock.h"
#include "credentials/CredentialSource.h"
#include "credentials/managed/ManagedIdentityHost.h"

#include <QObject>

class QNetworkAccessManager;

namespace sessionbook {

/// One request to a managed identity: the probe where it is not certain that there is one, the
/// question, and for Azure Arc the question again with its key. Answers once and deletes itself;
/// gone before, with its parent, it says nothing.
class ManagedIdentityRun : public QObject
{
    Q_OBJECT
public:
    struct Plan
    {
        ManagedIdentityHost host;
        QProcessEnvironment environment;
        TokenQuery query;
        bool probesFirst = true;
        QString keyDirectory; ///< Azure Arc's
    };

    ManagedIdentityRun(QNetworkAccessManager &network, Clock &clock, Plan plan,
                       CredentialSource::Callback callback, QObject *parent);

    void start();

private:
    void probe();
    void ask(const Secret &key = {});
    void answered(const IdentityReply &reply, bool hadKey);
    void answer(const CredentialSource::Answer &result);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    Plan m_plan;
    CredentialSource::Callback m_callback;
};

} // namespace sessionbook
