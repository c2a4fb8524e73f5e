#include "mainwindow/rebuild/RebuildMessages.h"

#include "document/NotebookController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "mainwindow/rebuild/SessionKeeper.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "wording/ErrorText.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

const QString sessionKey = u"session"_s; // of WindowMessages
const QString lossKey = u"stateLost"_s;
const QString rebuildKey = u"rebuild"_s;
const QString endsSoonKey = u"endsSoon"_s;
const QString oldSessionKey = u"oldSession"_s;

} // namespace

RebuildMessages::RebuildMessages(Sources sources, MessageBar &bar, QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_bar(bar)
{
    const auto *rebuild = &m_from.rebuild;
    connect(rebuild, &RebuildController::stateLost, this, &RebuildMessages::showLoss);
    // What the message of a broken connection had covered.
    connect(&m_from.session, &SessionController::sessionChanged, this,
            [this](const SessionClient *session) {
                if (session && m_from.rebuild.lostBy() && !m_from.rebuild.isBusy())
                    showLoss(*m_from.rebuild.lostBy());
            });
    // It says the same, and more.
    connect(&m_from.session, &SessionController::statusChanged, this, [this] {
        if (m_from.session.status() == SessionController::Status::Unreachable)
            m_bar.dismiss(lossKey);
    });
    connect(rebuild, &RebuildController::changed, this, [this] {
        if (!m_from.rebuild.lostBy())
            m_bar.dismiss(lossKey);
    });
    connect(rebuild, &RebuildController::began, this, &RebuildMessages::showProgress);
    connect(rebuild, &RebuildController::finished, this, &RebuildMessages::showReport);
    connect(rebuild, &RebuildController::moved, this, &RebuildMessages::offerToEndOld);
    connect(rebuild, &RebuildController::moveFailed, this,
            [this](const QString &reason, const QString &detail) {
                m_bar.show({.key = rebuildKey,
                            .tone = MessageTone::Error,
                            .text = tr("Not moved; the session is where it was. %1").arg(reason),
                            .detail = detail});
            });
    connect(rebuild, &RebuildController::gaveUp, this, [this] { m_bar.dismiss(rebuildKey); });
    connect(&m_from.keeper, &SessionKeeper::endsSoon, this, &RebuildMessages::showEndsSoon);
    connect(&m_from.keeper, &SessionKeeper::livesOn, this, [this] { m_bar.dismiss(endsSoonKey); });
}

MessageAction RebuildMessages::rebuildAction()
{
    return {u"messageRebuild"_s, tr("Rebuild"), [this] { m_from.rebuild.rebuild(); }};
}

MessageAction RebuildMessages::showCellsAction()
{
    return {u"messageShowCells"_s, tr("Show Cells"), [this] { emit reportRequested(); }};
}

MessageAction RebuildMessages::goToCellAction(CellId cell)
{
    return {u"messageGoToCell"_s, tr("Go to Cell"), [this, cell] {
                m_from.view.setCurrentCell(cell);
                m_from.view.scrollToCell(cell);
                m_from.view.setFocus();
            }};
}

QString RebuildMessages::cellName(CellId cell) const
{
    const int index = m_from.document.notebook().indexOf(cell);
    return index < 0 ? tr("A deleted cell") : tr("Cell %1").arg(index + 1);
}

void RebuildMessages::showLoss(const SessionEnd &end)
{
    m_bar.dismiss(endsSoonKey);
    if (m_from.session.status() == SessionController::Status::Ended)
        return; // by the person who would read it
    if (!m_bar.textOf(sessionKey).isEmpty())
        return; // a cell that was running says it, and offers the same
    m_bar.show({.key = lossKey,
                .tone = MessageTone::Warning,
                .text = ErrorText::of(end),
                .actions = {rebuildAction()}});
}

void RebuildMessages::showEndsSoon(int minutes)
{
    m_bar.show({.key = endsSoonKey,
                .tone = MessageTone::Warning,
                .text = tr("The session ends in %n minute(s) unless something runs. Its outputs "
                           "stay here, and Rebuild makes its state again.",
                           nullptr, minutes),
                .actions = {{u"messageKeepAlive"_s, tr("Keep It for Now"),
                             [this] { m_from.keeper.keepOnce(); }}}});
}

void RebuildMessages::showProgress()
{
    m_bar.dismiss(sessionKey);
    m_bar.dismiss(lossKey);
    m_bar.dismiss(oldSessionKey);
    m_bar.show({.key = rebuildKey,
                .tone = MessageTone::Info,
                .text = m_from.rebuild.isMoving()
                    ? tr("Moving the session: its files are sent and its cells run in the new "
                         "pool. The outputs here stay as they are until then.")
                    : tr("Rebuilding the session: its files are sent and its cells run again. The "
                         "outputs here stay as they are until then."),
                .actions = {{u"messageCancelRebuild"_s, tr("Cancel"),
                             [this] { m_from.rebuild.cancel(); }}}});
}

void RebuildMessages::showReport(const RebuildReport &report, bool cameBack)
{
    if (report.end == RebuildReport::End::Complete)
        showComplete(report);
    else
        showStopped(report, cameBack);
}

void RebuildMessages::showComplete(const RebuildReport &report)
{
    const int all = report.comparableCount();
    const int same = report.count(RebuiltCell::Result::Same);
    const int skipped = report.count(RebuiltCell::Result::NotRepeatable);
    QStringList sentences;
    //: %1 of %n cells show the same outputs as before
    sentences << tr("State restored, %1 of %n the same.", nullptr, all).arg(same);
    if (same < all)
        sentences << tr("The outputs that differ are the new ones.");
    if (skipped > 0)
        sentences << tr("%n cell(s) had been interrupted and did not run again.", nullptr, skipped);
    if (!report.filesLeftOut.isEmpty())
        sentences << tr("%n file(s) were left out.", nullptr, int(report.filesLeftOut.size()));
    Message message{.key = rebuildKey,
                    .tone = report.isRestored() ? MessageTone::Info : MessageTone::Warning,
                    .text = sentences.join(u' ')};
    if (same < all || skipped > 0)
        message.actions << showCellsAction();
    if (same < all)
        message.actions << MessageAction{u"messageKeepOldOutputs"_s, tr("Keep Old Outputs"),
                                         [this] { m_from.rebuild.keepOldOutputs(); }};
    m_bar.show(message);
}

void RebuildMessages::showStopped(const RebuildReport &report, bool cameBack)
{
    using End = RebuildReport::End;
    Message message{.key = rebuildKey, .tone = MessageTone::Error, .text = {}};
    if (report.end == End::Cancelled) {
        message.tone = MessageTone::Info;
        message.text = tr("Cancelled: %1 of %2 cells ran again.")
                           .arg(report.count(RebuiltCell::Result::Same)
                                + report.count(RebuiltCell::Result::Differs))
                           .arg(report.cells.size());
    } else if (report.end == End::UploadFailed) {
        message.text = tr("Stopped: ‘%1’ could not be sent. %2")
                           .arg(report.failedUpload, ErrorText::of(report.uploadError));
        message.detail = report.uploadError.detail;
    } else if (report.end == End::Failed) {
        message.text = tr("Stopped at a failure that was not there before. %1: %2")
                           .arg(cellName(report.stoppedAt), ErrorText::of(report.failure));
    } else {
        message.text
            = tr("Stopped: the new session ended, too. %1").arg(ErrorText::of(report.failure));
        message.detail = report.failure.detail;
    }
    if (cameBack)
        message.text += u' ' + tr("The session is where it was.");
    if (report.stoppedAt.isValid())
        message.actions << goToCellAction(report.stoppedAt);
    message.actions << showCellsAction();
    if (!cameBack)
        message.actions << rebuildAction();
    m_bar.show(message);
}

void RebuildMessages::offerToEndOld(const QString &oldPool,
                                    const EnvironmentDifferences &differences)
{
    QStringList lines;
    if (!differences.pythonBefore.isEmpty())
        //: %1 and %2 are versions
        lines << tr("Python %1 became %2.").arg(differences.pythonBefore, differences.pythonAfter);
    for (const PackageDifference &package : differences.packages) {
        if (package.after.isEmpty())
            lines << tr("The package %1 is not in the new pool.").arg(package.name);
        else if (package.before.isEmpty())
            lines << tr("The package %1 was not in the old pool.").arg(package.name);
        else
            //: %1 is a package, %2 and %3 are versions
            lines << tr("%1 %2 became %3.").arg(package.name, package.before, package.after);
    }
    m_bar.show({.key = oldSessionKey,
                .tone = MessageTone::Info,
                .text = tr("The old session in “%1” still lives.").arg(oldPool),
                .detail = lines.join(u' '),
                .actions = {{u"messageEndOldSession"_s, tr("End It"),
                             [this] { m_from.session.settleMove(OldSession::End); }},
                            {u"messageKeepOldSession"_s, tr("Leave It"),
                             [this] { m_from.session.settleMove(OldSession::Leave); }}}});
}

} // namespace sessionbook
