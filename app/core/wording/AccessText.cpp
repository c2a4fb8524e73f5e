#include "wording/AccessText.h"

#include "azure/arm/ArmClient.h"
#include "wording/ErrorText.h"

#include <QStringList>

namespace sessionbook {

using namespace Qt::StringLiterals;
using Step = AccessCheck::Step;
using State = AccessCheck::State;
using Kind = RestError::Kind;

namespace {

bool isKind(const AccessCheck &check, Step step, Kind kind)
{
    const auto &error = check.finding(step).error;
    return error && error->kind == kind;
}

QString host(const AccessCheck &check)
{
    return check.endpoint().host();
}

QString poolIdOf(const AccessCheck &check)
{
    const auto id = SessionPoolId::ofEndpoint(check.endpoint());
    return id ? id->toString() : u"<POOL-ID>"_s;
}

} // namespace

QString AccessText::title(Step step)
{
    switch (step) {
    case Step::Credential:
        return tr("You are signed in");
    case Step::Audience:
        return tr("The sign-in is meant for session pools");
    case Step::Connection:
        return tr("The pool answers");
    case Step::Role:
        return tr("You may use the pool");
    case Step::PoolKind:
        return tr("The pool is one that runs cells");
    case Step::Execution:
        return tr("Code runs");
    case Step::Count:
        break;
    }
    return {};
}

QString AccessText::outcome(const AccessCheck &check, Step step)
{
    switch (check.finding(step).state) {
    case State::Passed:
        return passed(check, step);
    case State::Failed:
        return failed(check, step);
    case State::Unknown:
        return step == Step::Audience
            ? tr("The token does not say what it is for; the pool will tell.")
            : tr("The pool does not say; running code will tell.");
    case State::Waiting:
    case State::Running:
        break;
    }
    return {};
}

QString AccessText::passed(const AccessCheck &check, Step step)
{
    switch (step) {
    case Step::Credential:
        return check.claims() && !check.claims()->account.isEmpty()
            ? tr("As %1.").arg(check.claims()->account)
            : tr("A token was found.");
    case Step::Audience:
        return check.claims() ? tr("For %1.").arg(check.claims()->audiences.value(0)) : QString();
    case Step::Connection:
        return (check.endpoint().scheme() == "https"_L1
                    ? tr("%1 is there and its certificate is good.")
                    : tr("%1 answered."))
            .arg(host(check));
    case Step::Role:
        return tr("The pool accepted the token.");
    case Step::PoolKind:
        if (check.abilities() && check.abilities()->kind == PoolKind::Shell)
            return tr("A shell: cells run as commands.");
        return check.abilities() && !check.abilities()->pythonVersion.isEmpty()
            ? tr("Python %1.").arg(check.abilities()->pythonVersion)
            : tr("It took code.");
    case Step::Execution:
        return tr("One line ran, and its session was ended again.");
    case Step::Count:
        break;
    }
    return {};
}

QString AccessText::failed(const AccessCheck &check, Step step)
{
    switch (step) {
    case Step::Audience:
        return tr("The token is for %1, not for session pools.")
            .arg(check.claims() ? check.claims()->audiences.join(u", "_s) : QString());
    case Step::PoolKind:
        return tr("This pool runs containers of its own kind, which have no notebook interface.");
    case Step::Role:
        return isKind(check, step, Kind::Forbidden)
            ? tr("You are signed in, but your account lacks the role ‘%1’ on this pool.")
                  .arg(sessionExecutorRoleName())
            : tr("The pool refused the token, also after it was renewed.");
    case Step::Execution:
        if (isKind(check, step, Kind::Throttled))
            return tr("The pool is full: all its sessions are in use.");
        if (isKind(check, step, Kind::NotFound))
            return tr("The pool did not find a session to run in. It is full, or its address is "
                      "wrong.");
        [[fallthrough]];
    case Step::Credential:
    case Step::Connection:
        return check.finding(step).error ? ErrorText::of(*check.finding(step).error) : QString();
    case Step::Count:
        break;
    }
    return {};
}

QString AccessText::advice(const AccessCheck &check, Step step)
{
    if (check.finding(step).state != State::Failed)
        return {};
    const auto &error = check.finding(step).error;
    switch (step) {
    case Step::Credential:
        return tr("Sign in here, or run the command below in a terminal, and check again.");
    case Step::Audience:
        return tr("Get a token for session pools, for instance with the command below, or sign in "
                  "here.");
    case Step::Connection:
        return error ? connectionAdvice(*error) : QString();
    case Step::Role:
        return isKind(check, step, Kind::Forbidden)
            ? tr("An owner of the pool can give it to you with the command below, or in the Azure "
                 "portal: the pool ▸ Access control (IAM) ▸ Add role assignment. A new role takes "
                 "one to five minutes until it counts; check again then.")
            : tr("Sign in again, to the directory that the pool's subscription belongs to. If the "
                 "address was typed in, check that it is the pool's management endpoint, whole.");
    case Step::PoolKind:
        return tr("Choose a pool of the type Python, or create one.");
    case Step::Execution:
        return error ? executionAdvice(*error) : QString();
    case Step::Count:
        break;
    }
    return {};
}

QString AccessText::connectionAdvice(const RestError &error)
{
    switch (error.kind) {
    case Kind::HostNotFound:
        return tr("Compare the address with the pool's overview page in the Azure portal. If other "
                  "pages do not open either, mend the network or its DNS first.");
    case Kind::ProxyFailed:
        return tr(
            "Check the system's proxy settings (https_proxy and no_proxy in the environment), "
            "or ask your network's administrators to let *.dynamicsessions.io through.");
    case Kind::TlsFailed:
        return tr(
            "Check this computer's clock. In a network that opens encrypted connections, have "
            "its certificate installed on this computer.");
    case Kind::ConnectionRefused:
        return tr("Check the address and its port; a firewall may refuse the connection, too.");
    case Kind::Timeout:
    case Kind::ConnectionLost:
        return tr("Try again. If it stays so, a firewall may hold the connection back: "
                  "*.dynamicsessions.io must be reachable on port 443.");
    case Kind::ServerError:
        return tr("Try again in a few minutes, and look at Azure's status page if it stays so.");
    case Kind::InvalidReply:
        return tr("Check the address, and whether this network wants a sign-in of its own in a "
                  "browser first.");
    default:
        return {};
    }
}

QString AccessText::executionAdvice(const RestError &error)
{
    switch (error.kind) {
    case Kind::Throttled:
    case Kind::NotFound:
        return tr(
            "Wait until a session ends, end one that is no longer needed, or raise the "
            "pool's maximum in the Azure portal. Sessionbook waits by itself when a cell runs.");
    case Kind::Timeout:
        return tr("The pool may be starting a session still. Check again in a minute.");
    default:
        return tr("Check again in a minute. If it stays so, create another pool and compare.");
    }
}

QString AccessText::detail(const AccessCheck &check, Step step)
{
    const AccessCheck::Finding &finding = check.finding(step);
    return finding.state == State::Failed && finding.error ? finding.error->detail : QString();
}

QString AccessText::roleCommand(const QString &pool, const QString &principal)
{
    return u"az role assignment create --role \"%1\" --assignee %2 --scope %3"_s.arg(
        sessionExecutorRoleName(), principal.isEmpty() ? u"<ACCOUNT>"_s : principal, pool);
}

QString AccessText::command(const AccessCheck &check, Step step)
{
    if (check.finding(step).state != State::Failed)
        return {};
    if (step == Step::Credential)
        return u"az login"_s;
    if (step == Step::Audience)
        return u"az account get-access-token --resource "_s + check.audience();
    if (step == Step::Role && isKind(check, step, Kind::Forbidden))
        return roleCommand(poolIdOf(check), check.claims() ? check.claims()->objectId : QString());
    return {};
}

QString AccessText::report(const AccessCheck &check)
{
    QStringList lines{check.endpoint().toDisplayString()};
    for (int i = 0; i < int(Step::Count); ++i) {
        const auto step = Step(i);
        const State state = check.finding(step).state;
        const QString mark = state == State::Passed ? u"[x]"_s
            : state == State::Failed                ? u"[!]"_s
                                                    : u"[ ]"_s;
        lines.append((mark + u' ' + title(step) + u": "_s + outcome(check, step)).trimmed());
        for (const QString &more :
             {detail(check, step), advice(check, step), command(check, step)}) {
            if (!more.isEmpty())
                lines.append(u"    "_s + more);
        }
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace sessionbook
