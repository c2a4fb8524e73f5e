#pragma once

#include "base/Error.h"
#include "mainwindow/MessageBar.h"
#include "notebook/Cell.h"

#include <QObject>

namespace sessionbook {

class NotebookController;
class NotebookView;
class RebuildController;
class RunController;
class SessionController;
class SessionFiles;
struct CellRunInfo;

/// Says in the message bar what went wrong with document, session and runs, each with its way out.
/// Borrows everything.
class WindowMessages : public QObject
{
    Q_OBJECT
public:
    struct Sources
    {
        NotebookController &document;
        SessionController &session;
        RunController &runs;
        SessionFiles &files;
        NotebookView &view;
        RebuildController &rebuild;
    };
    WindowMessages(Sources sources, MessageBar &bar, QObject *parent = nullptr);

    /// A file is being read; `giveUp` is run where that is asked for.
    void showOpening(const QString &path, std::function<void()> giveUp);
    void dismissOpening(const QString &path);
    /// A file could not be opened.
    void showOpenError(const Error &error);
    /// An export failed; the message goes with the next one.
    void showExportError(const Error &error);
    void dismissExportError();
    void showError(const QString &key, const QString &text, const QString &detail = {});

signals:
    /// The pool could not be used; somebody wants to know why.
    void accessCheckAsked();

private:
    void showSaveError(const Error &error);
    void showFailedRun(CellId cell, const CellRunInfo &info, int cancelled);
    void showMissing(const QString &text, const QString &detail = {});
    void showRestartOffer(const CellRunInfo &info, int cell);
    void showUnreachable(const QString &problem, const QString &detail);
    void showFaults();
    void showOutputsLeftOut();
    void followOutsideChanges();
    void showConflicts(int cells);
    void showLostFile(const Error &error);
    [[nodiscard]] MessageAction saveAction();
    [[nodiscard]] MessageAction saveAsAction();
    [[nodiscard]] QString fileName() const;
    void followSession();
    [[nodiscard]] QList<MessageAction> rebuildActions();
    [[nodiscard]] MessageAction restartAction();
    [[nodiscard]] MessageAction restartAndRunAction();
    [[nodiscard]] MessageAction reconnectAction();
    [[nodiscard]] QList<MessageAction> unreachableActions();

    Sources m_from;
    MessageBar &m_bar;
};

} // namespace sessionbook
