#include "dialogs/pools/PoolNotices.h"

#include "azure/pools/PoolDirectory.h"
#include "wording/ErrorText.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

PoolNotice::Content PoolNotices::of(const PoolDirectory &directory, bool isFiltered,
                                    const Actions &actions)
{
    const PoolNotice::Action signIn{u"poolNoticeSignIn"_s, tr("Sign In…"), actions.signIn};
    if (isFiltered)
        return {.title = tr("No pool matches"),
                .text = tr("Names, types, regions, subscriptions and groups are searched."),
                .actions = {{u"poolClearSearch"_s, tr("Show All"), actions.clearSearch}}};
    if (directory.state() == PoolDirectory::State::Searching
        || directory.state() == PoolDirectory::State::Idle)
        return {.title = tr("Looking for pools…"),
                .text
                = tr("Every subscription you can see is asked. What is found appears at once.")};
    if (directory.error() && directory.error()->kind == RestError::Kind::NoCredential)
        return {.title = tr("Sign in to see your pools"),
                .text
                = tr("Sessionbook then lists the session pools of your subscriptions, and can "
                     "create one. With a pool's address and a token you need no sign-in here."),
                .detail = directory.error()->detail,
                .actions = {signIn}};
    if (directory.error())
        return {.title = tr("Azure could not be asked"),
                .text = ErrorText::ofAzure(*directory.error()),
                .actions = {{u"poolNoticeRetry"_s, tr("Try Again"), actions.refresh}, signIn}};
    if (directory.subscriptions().isEmpty())
        return {.title = tr("No subscription"),
                .text = tr("This account has no Azure subscription in this directory. Sign in to "
                           "another directory, or ask for access to one."),
                .actions = {signIn}};
    return {.title = tr("No session pools yet"),
            .text = tr("A pool is where your cells run, each notebook in a "
                       "session of its own. Creating one takes a minute."),
            .actions = {{u"poolNoticeCreate"_s, tr("Create a Pool…"), actions.createPool}}};
}

} // namespace sessionbook
