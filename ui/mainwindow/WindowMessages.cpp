#include "mainwindow/WindowMessages.h"

#include "document/NotebookController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "panels/SessionFiles.h"
#include "wording/ErrorText.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// Messages of one matter replace each other.
const QString openKey = u"open"_s;
const QString saveKey = u"save"_s;
const QString exportKey = u"export"_s;
const QString outsideKey = u"outside"_s;
const QString journalKey = u"journal"_s;
const QString sessionKey = u"session"_s;
const QString runKey = u"run"_s;
const QString helperKey = u"helper"_s;
const QString filesKey = u"files"_s;

QString openingKey(const QString &path)
{
    return u"opening "_s + path;
}

} // namespace

WindowMessages::WindowMessages(Sources sources, MessageBar &bar, QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_bar(bar)
{
    connect(&m_from.document, &NotebookController::failed, this, &WindowMessages::showSaveError);
    connect(&m_from.document, &NotebookController::pathUsed, this,
            [this] { m_bar.dismiss(saveKey); });
    connect(&m_from.document, &NotebookController::notebookChanged, this,
            &WindowMessages::showFaults);
    connect(&m_from.document, &NotebookController::outputsLeftOut, this,
            &WindowMessages::showOutputsLeftOut);
    connect(&m_from.document.journal(), &Journal::failed, this, [this](const Error &error) {
        m_bar.show({.key = journalKey,
                    .tone = MessageTone::Warning,
                    .text = ErrorText::ofJournal(error),
                    .detail = error.detail});
    });
    connect(&m_from.document.journal(), &Journal::recovered, this,
            [this] { m_bar.dismiss(journalKey); });
    connect(&m_from.session, &SessionController::statusChanged, this,
            &WindowMessages::followSession);
    connect(&m_from.session, &SessionController::restarted, this,
            [this] { m_bar.dismiss(sessionKey); });
    connect(&m_from.session, &SessionController::restartFailed, this,
            [this](const QString &text) { showError(sessionKey, text); });
    connect(&m_from.runs, &RunController::runFailed, this, &WindowMessages::showFailedRun);
    connect(&m_from.runs, &RunController::helperRefused, this, [this](const QString &reason) {
        showMissing(tr("This session takes code only as it is: a cell shows what the service "
                       "keeps of its output when it has ended, and cannot be interrupted."),
                    reason);
    });
    connect(&m_from.runs, &RunController::helperMissed, this, [this](const QString &reason) {
        showMissing(tr("The service did not let this cell's run be prepared: the cell shows what "
                       "the service keeps of its output when it has ended, and cannot be "
                       "interrupted. The next cell tries again."),
                    reason);
    });
    connect(&m_from.runs, &RunController::liveOutputRefused, this, [this] {
        showMissing(tr("This pool does not let output be fetched while a cell runs: it appears "
                       "when its cell has ended."));
    });
    connect(&m_from.files, &SessionFiles::failed, this,
            [this](const QString &text) { showError(filesKey, text); });
    followOutsideChanges();
}

void WindowMessages::followOutsideChanges()
{
    const OutsideChanges *changes = &m_from.document.outsideChanges();
    connect(changes, &OutsideChanges::settled, this, [this] { m_bar.dismiss(outsideKey); });
    connect(changes, &OutsideChanges::reloaded, this, [this] {
        m_bar.show(
            {.key = outsideKey,
             .tone = MessageTone::Info,
             .text = tr("Another program changed ‘%1’; it was loaded again. Undo brings back "
                        "what was here.")
                         .arg(fileName())});
    });
    connect(changes, &OutsideChanges::merged, this, [this] {
        m_bar.show({.key = outsideKey,
                    .tone = MessageTone::Info,
                    .text = tr("Another program changed ‘%1’. Its changes were merged with yours; "
                               "Undo takes them out again.")
                                .arg(fileName())});
    });
    connect(changes, &OutsideChanges::conflicted, this, &WindowMessages::showConflicts);
    connect(changes, &OutsideChanges::fileLost, this, &WindowMessages::showLostFile);
}

QString WindowMessages::fileName() const
{
    return QFileInfo(m_from.document.path()).fileName();
}

MessageAction WindowMessages::saveAction()
{
    return {u"messageSave"_s, tr("Save"), [this] { m_from.document.save(); }};
}

MessageAction WindowMessages::saveAsAction()
{
    return {u"messageSaveAs"_s, tr("Save As…"), [this] { m_from.document.saveAs(); }};
}

void WindowMessages::showConflicts(int cells)
{
    m_bar.show({.key = outsideKey,
                .tone = MessageTone::Warning,
                .text = tr("Another program changed %n cell(s) of ‘%1’ that you changed, too.",
                           nullptr, cells)
                            .arg(fileName()),
                .actions = {{u"messageDecide"_s, tr("Decide…"),
                             [this] { m_from.document.decideOutsideChange(); }},
                            saveAsAction()}});
}

void WindowMessages::showLostFile(const Error &error)
{
    if (error.kind == ErrorKind::NotFound)
        return m_bar.show(
            {.key = outsideKey,
             .tone = MessageTone::Warning,
             .text = tr("‘%1’ was deleted or moved. The notebook is still here; save it "
                        "to write the file again.")
                         .arg(fileName()),
             .actions = {saveAction(), saveAsAction()}});
    m_bar.show(
        {.key = outsideKey,
         .tone = MessageTone::Warning,
         .text = tr("Another program changed ‘%1’, and it can no longer be opened. The notebook "
                    "is still here as it was.")
                     .arg(fileName()),
         .detail = ErrorText::of(error),
         .actions = {saveAsAction()}});
}

void WindowMessages::showError(const QString &key, const QString &text, const QString &detail)
{
    m_bar.show({.key = key, .tone = MessageTone::Error, .text = text, .detail = detail});
}

void WindowMessages::showOpening(const QString &path, std::function<void()> giveUp)
{
    m_bar.show({.key = openingKey(path),
                .tone = MessageTone::Info,
                .text = tr("Opening ‘%1’…").arg(QFileInfo(path).fileName()),
                .actions = {{u"messageCancelOpening"_s, tr("Cancel"), std::move(giveUp)}}});
}

void WindowMessages::dismissOpening(const QString &path)
{
    m_bar.dismiss(openingKey(path));
}

void WindowMessages::showOpenError(const Error &error)
{
    showError(openKey, ErrorText::of(error), error.detail);
}

void WindowMessages::showExportError(const Error &error)
{
    showError(exportKey, ErrorText::of(error), error.detail);
}

void WindowMessages::dismissExportError()
{
    m_bar.dismiss(exportKey);
}

void WindowMessages::showSaveError(const Error &error)
{
    m_bar.show({.key = saveKey,
                .tone = MessageTone::Error,
                .text = ErrorText::of(error),
                .detail = error.detail,
                .actions = {saveAsAction(), {u"messageRetrySave"_s, tr("Try Again"), [this] {
                                                 m_from.document.save();
                                             }}}});
}

void WindowMessages::showOutputsLeftOut()
{
    m_bar.show(
        {.key = saveKey,
         .tone = MessageTone::Warning,
         .text = tr("A Python script holds no outputs: they stay in this window until it is "
                    "closed. Save as a notebook (.ipynb) to keep them."),
         .actions = {{u"messageSaveAs"_s, tr("Save As…"), [this] { m_from.document.saveAs(); }}}});
}

void WindowMessages::showFaults()
{
    m_bar.dismiss(openKey);
    m_bar.dismiss(runKey);
    const QStringList faults = m_from.document.notebook().faults();
    if (!faults.isEmpty())
        m_bar.show({.key = openKey,
                    .tone = MessageTone::Warning,
                    .text = tr("The file has faults, which were passed over: %1")
                                .arg(faults.mid(0, 3).join(u"; "_s))});
}

QList<MessageAction> WindowMessages::rebuildActions()
{
    if (!m_from.rebuild.canRebuild())
        return {};
    return {{u"messageRebuild"_s, tr("Rebuild"), [this] { m_from.rebuild.rebuild(); }}};
}

MessageAction WindowMessages::restartAction()
{
    return {u"messageRestart"_s, tr("Restart"), [this] { m_from.runs.restart(); }};
}

MessageAction WindowMessages::restartAndRunAction()
{
    return {u"messageRestartRunAll"_s, tr("Restart and Run All"),
            [this] { m_from.runs.restartAndRunAll(); }};
}

MessageAction WindowMessages::reconnectAction()
{
    return {u"messageReconnect"_s, tr("Reconnect"), [this] { m_from.session.reconnect(); }};
}

QList<MessageAction> WindowMessages::unreachableActions()
{
    QList<MessageAction> actions{reconnectAction()};
    if (!m_from.session.pool().isLocal())
        actions.append(
            {u"messageCheckAccess"_s, tr("Check Access…"), [this] { emit accessCheckAsked(); }});
    return actions;
}

void WindowMessages::followSession()
{
    if (m_from.session.status() == SessionController::Status::Unreachable
        && !m_from.rebuild.isMoving())
        return showUnreachable(m_from.session.problem(), m_from.session.problemDetail());
    if (m_from.session.status() == SessionController::Status::Connecting)
        m_bar.dismiss(sessionKey);
}

void WindowMessages::showUnreachable(const QString &problem, const QString &detail)
{
    m_bar.show({.key = sessionKey,
                .tone = MessageTone::Error,
                .text = problem,
                .detail = detail,
                .actions = (m_from.rebuild.lostBy() ? rebuildActions() : QList<MessageAction>())
                    + unreachableActions()});
}

void WindowMessages::showFailedRun(CellId cell, const CellRunInfo &info, int cancelled)
{
    const int number = m_from.document.notebook().indexOf(cell) + 1;
    if (info.failure == RunFailure::SessionEnded || info.failure == RunFailure::OutOfMemory)
        return showRestartOffer(info, number);
    if (info.failure == RunFailure::Transport)
        return showUnreachable(ErrorText::of(info), info.detail);
    if (cancelled == 0)
        return showError(runKey, ErrorText::of(info));
    m_bar.show(
        {.key = runKey,
         .tone = MessageTone::Warning,
         .text = tr("Cell %1 failed: %2. %n waiting cell(s) were not run.", nullptr, cancelled)
                     .arg(number)
                     .arg(info.detail.section(u'\n', 0, 0)),
         .actions = {{u"messageGoToCell"_s, tr("Go to Cell"), [this, cell] {
                          m_from.view.setCurrentCell(cell);
                          m_from.view.scrollToCell(cell);
                          m_from.view.setFocus();
                      }}}});
}

/// What this pool cannot do; cells run all the same.
void WindowMessages::showMissing(const QString &text, const QString &detail)
{
    m_bar.show({.key = helperKey, .tone = MessageTone::Info, .text = text, .detail = detail});
}

void WindowMessages::showRestartOffer(const CellRunInfo &info, int cell)
{
    m_bar.show({.key = sessionKey,
                .tone = MessageTone::Error,
                .text = tr("Cell %1: %2").arg(cell).arg(ErrorText::of(info)),
                .actions = (info.failure == RunFailure::SessionEnded ? rebuildActions()
                                                                     : QList<MessageAction>())
                    + QList<MessageAction>{restartAction(), restartAndRunAction()}});
}

} // namespace sessionbook
