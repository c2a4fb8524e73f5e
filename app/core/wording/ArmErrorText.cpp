#include "azure/arm/ArmClient.h"
#include "wording/ErrorText.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

QString ErrorText::ofAzure(const RestError &error)
{
    if (error.code == "MissingSubscriptionRegistration"_L1)
        return tr("This subscription was never used for Container Apps, and Sessionbook could not "
                  "change that. Ask an owner to run ‘az provider register --namespace "
                  "Microsoft.App’.");
    switch (error.kind) {
    case RestError::Kind::Cancelled:
        return tr("The waiting was ended. What Azure was asked for may still be done: look again "
                  "in a few minutes.");
    case RestError::Kind::NoCredential:
        return tr("You are not signed in to Azure. Sign in, or use ‘az login’ and try again.");
    case RestError::Kind::Unauthorized:
        return error.tenant.isEmpty() ? tr("Azure refused the sign-in. Sign in again.")
                                      : tr("Azure refused the sign-in: this belongs to the "
                                           "directory %1. Sign in to that one.")
                                            .arg(error.tenant);
    case RestError::Kind::Forbidden:
        return tr("Your account may not do this. Ask an owner of the subscription or the resource "
                  "group for a role that may, such as ‘Contributor’.");
    case RestError::Kind::Throttled:
        return error.retryAfter
            ? tr("Azure has had too many requests from you. Try again in %n s.", nullptr,
                 int(std::min<qint64>(error.retryAfter->count(), 86400)))
            : tr("Azure has had too many requests from you. Try again in a minute.");
    case RestError::Kind::Timeout:
        return tr("Azure did not answer in time. Try again; what it was asked for may have been "
                  "done meanwhile.");
    case RestError::Kind::ConnectionRefused:
    case RestError::Kind::HostNotFound:
    case RestError::Kind::ConnectionLost:
        return tr("Azure cannot be reached. Check the network and try again.");
    case RestError::Kind::NotFound:
        return tr("Azure no longer knows this. Someone may have deleted it: look again.");
    case RestError::Kind::ServerError:
        return tr("Azure had an internal fault. Try again in a moment.");
    case RestError::Kind::Insecure:
        return tr("Azure's answer led to another host, so it was not followed. Check the network "
                  "and the sign-in's cloud.");
    case RestError::Kind::InvalidReply:
        return tr("The answer did not come from Azure, or was damaged. Check whether this network "
                  "wants a sign-in of its own.");
    case RestError::Kind::BadRequest:
    case RestError::Kind::Conflict:
    case RestError::Kind::TooLarge:
        //: %1 is Azure's own sentence, in English
        return tr("Azure refused this: %1").arg(firstLine(error.detail));
    case RestError::Kind::ProxyFailed:
    case RestError::Kind::TlsFailed:
    case RestError::Kind::LocalFile:
        break;
    }
    return of(error);
}

} // namespace sessionbook
