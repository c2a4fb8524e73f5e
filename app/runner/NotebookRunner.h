#pragma once

#include "ExitCode.h"
#include "RunnerCommandLine.h"

#include "base/Clock.h"
#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "sessions/LocalPool.h"
#include "sessions/PoolConnection.h"
#include "sessions/SessionClient.h"
#include "sessions/UploadPlan.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace sessionbook {

class RunReport;

/// One run of sessionbook-run from reading to writing: a flow that ends in exactly one finished().
///
/// The notebook is written as soon as execution began, however it ended. The local pool and the
/// session end with the run.
class NotebookRunner : public QObject
{
    Q_OBJECT
public:
    enum class Stage {
        Prepared,
        StartingPool,
        AskingPool,
        Uploading,
        Executing,
        EndingSession,
        Finished
    };

    NotebookRunner(RunnerOptions options, RunReport &report, Clock &clock,
                   QObject *parent = nullptr);
    ~NotebookRunner() override;

    void start();
    /// The first time the running cell gets a KeyboardInterrupt; the second time nothing is waited
    /// for.
    void interrupt();
    [[nodiscard]] Stage stage() const { return m_stage; }

signals:
    void finished(sessionbook::ExitCode code);

private:
    [[nodiscard]] bool load();
    void refuse(const Error &error);
    [[nodiscard]] bool checkFiles();
    void connectToPool();
    void connectToLocalPool(LocalPool::State state);
    void askPool();
    void uploadNext();
    void execute();
    void runNextCell();
    void judgeCell(CellId cell, RunState state);
    void showElapsed();
    /// A request that may find the pool full: waits as the options say, and says so.
    void letWait(RestJob &job);
    void sayWaiting();
    void conclude(ExitCode code);
    [[nodiscard]] bool write();
    void endSession();
    void stop(ExitCode code);
    void stop(ExitCode code, const QString &sentence, const QString &detail = {});

    RunnerOptions m_options;
    RunReport &m_report;
    Clock &m_clock;
    QNetworkAccessManager m_network;
    LocalPool m_localPool;
    std::unique_ptr<PoolConnection> m_pool;
    std::unique_ptr<SessionClient> m_session;
    std::unique_ptr<Notebook> m_notebook;
    std::unique_ptr<ExecutionQueue> m_queue;
    QList<PlannedUpload> m_uploads;
    QList<CellId> m_cells; ///< still to run
    Stage m_stage = Stage::Prepared;
    ExitCode m_exitCode = ExitCode::AllRan;
    bool m_isInterrupted = false;
    bool m_hasSaidWaiting = false; ///< since the last cell or request
};

} // namespace sessionbook
