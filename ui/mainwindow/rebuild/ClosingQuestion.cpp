#include "mainwindow/rebuild/ClosingQuestion.h"

#include "dialogs/Dialogs.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QCoreApplication>
#include <QWidget>

namespace sessionbook {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::ClosingQuestion)
};

bool isRemoteWithState(const SessionController &session, const RebuildController &rebuild)
{
    return !session.pool().isLocal() && session.session() && rebuild.record().hasState()
        && !rebuild.lostBy();
}

} // namespace

bool ClosingQuestion::isNeeded(const SessionController &session, const RebuildController &rebuild,
                               const ProgramServices &services)
{
    return isRemoteWithState(session, rebuild)
        && services.settings.value(settings::sessionOnClose) == settings::onCloseAsk;
}

void ClosingQuestion::applyRemembered(SessionController &session, const ProgramServices &services)
{
    if (!session.pool().isLocal()
        && services.settings.value(settings::sessionOnClose) == settings::onCloseLeave)
        session.setLeftOnClose(true);
}

void ClosingQuestion::ask(SessionController &session, const RebuildController &rebuild,
                          const ProgramServices &services, QWidget &window,
                          std::function<void()> then)
{
    if (!isNeeded(session, rebuild, services))
        return then();
    services.dialogs.choose(
        &window,
        {.title = Words::tr("End the Session?"),
         .text = Words::tr("The session in “%1” is still there.").arg(session.poolName()),
         .information = Words::tr("Ended, it costs nothing more, and its variables and files are "
                                  "gone. Left, it is billed until the pool ends it for want of "
                                  "use."),
         .buttons = {Words::tr("&End Session"), Words::tr("&Leave It")},
         .checkBox = Words::tr("Do so from now on without asking")},
        [&session, &services, then = std::move(then)](const ChoiceAnswer &answer) {
            if (answer.button < 0)
                return;
            const bool isLeft = answer.button == 1;
            if (answer.isChecked)
                services.settings.set(settings::sessionOnClose,
                                      isLeft ? settings::onCloseLeave : settings::onCloseEnd);
            session.setLeftOnClose(isLeft);
            then();
        });
}

} // namespace sessionbook
