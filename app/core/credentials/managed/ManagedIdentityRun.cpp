#include "credentials/managed/ManagedIdentityRun.h"

#include "credentials/managed/ArcKeyFile.h"
#include "credentials/managed/ManagedIdentityReply.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

using Kind = ManagedIdentityHost::Kind;

// Where there is no such host packets vanish, and everybody who signs in otherwise would wait.
constexpr std::chrono::milliseconds probeTimeout = 1s;

SourceFailure notThere()
{
    return SourceFailure::unavailable(u"this computer has no managed identity"_s);
}

// Docker Desktop answers in the metadata service's place.
bool isImpostor(const IdentityReply &reply)
{
    return reply.httpStatus == 403 && reply.body.reveal().contains("unreachable");
}

// A machine without an identity answers 400; what is not JSON comes from a gateway or a captive
// portal that answers for every address.
bool meansNoIdentity(const IdentityReply &reply)
{
    return reply.httpStatus == 400 || !QJsonDocument::fromJson(reply.body.reveal()).isObject();
}

} // namespace

ManagedIdentityRun::ManagedIdentityRun(QNetworkAccessManager &network, Clock &clock, Plan plan,
                                       CredentialSource::Callback callback, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock)
    , m_plan(std::move(plan))
    , m_callback(std::move(callback))
{
}

void ManagedIdentityRun::start()
{
    if (m_plan.probesFirst)
        return probe();
    ask();
}

void ManagedIdentityRun::probe()
{
    auto *request = new IdentityRequest(m_network, m_clock, m_plan.host.probe(), this);
    request->setTimeout(probeTimeout);
    request->send([this](const Result<IdentityReply, SourceFailure> &reply) {
        if (!reply || isImpostor(*reply))
            return answer(notThere());
        ask();
    });
}

void ManagedIdentityRun::ask(const Secret &key)
{
    auto question = m_plan.host.question(m_plan.environment, m_plan.query);
    if (!key.isEmpty())
        question.headers.append({"Authorization", Secret("Basic " + key.reveal())});
    auto *request = new IdentityRequest(m_network, m_clock, question, this);
    request->setRetry(m_plan.host.retry());
    if (m_plan.host.kind == Kind::ServiceFabric)
        request->setPinnedCertificate(
            m_plan.environment.value(u"IDENTITY_SERVER_THUMBPRINT"_s).toLatin1());
    const bool hasKey = !key.isEmpty();
    request->send([this, hasKey](const Result<IdentityReply, SourceFailure> &reply) {
        if (reply)
            return answered(*reply, hasKey);
        // A certificate that is not the expected one is no absence.
        const bool isAbsence = reply.error().code != "SignInTls"_L1;
        answer(isAbsence ? SourceFailure::unavailable(reply.error().reason) : reply.error());
    });
}

void ManagedIdentityRun::answered(const IdentityReply &reply, bool hadKey)
{
    if (m_plan.host.kind == Kind::Arc && reply.httpStatus == 401 && !hadKey) {
        const auto key = readArcKey(reply.challenge, m_plan.keyDirectory);
        if (!key)
            return answer(key.error());
        return ask(*key);
    }
    auto read = readManagedIdentityReply(reply, m_clock.now());
    if (!read && m_plan.host.kind == Kind::Imds && meansNoIdentity(reply))
        return answer(SourceFailure::unavailable(read.error().reason));
    answer(read);
}

void ManagedIdentityRun::answer(const CredentialSource::Answer &result)
{
    deleteLater();
    std::exchange(m_callback, nullptr)(result);
}

} // namespace sessionbook
