#include "helper/HelperInterrupter.h"

#include "helper/HelperCall.h"
#include "helper/HelperNames.h"
#include "sessions/SessionClient.h"

#include <utility>

namespace sessionbook {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 5s;

} // namespace

HelperInterrupter::HelperInterrupter(SessionClient &session, QString run, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_run(std::move(run))
{
}

void HelperInterrupter::start()
{
    if (std::exchange(m_isBusy, true))
        return;
    // One byte: some services take an empty file for none.
    if (!m_file.isOpen() && (!m_file.open() || m_file.write("!") != 1 || !m_file.flush()))
        return makeByOtherKernel();
    UploadFileJob *job
        = m_session.uploadFile(m_file.fileName(), HelperNames::interrupt(m_run), this);
    job->setIdleTimeout(patience);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        // The helper may have removed the file before the service could count its bytes.
        const auto &error = job->error();
        if (!error || error->kind == RestError::Kind::InvalidReply)
            return end(true);
        makeByOtherKernel();
    });
    job->start();
}

void HelperInterrupter::makeByOtherKernel()
{
    // In the kernel that is to be interrupted it would only wait behind the code.
    if (!m_session.abilities().version.hasEmptyKernel)
        return end(false);
    ExecuteCodeJob *job = m_session.executeCode(HelperCall::interruptFromOutside(m_run),
                                                {.timeout = patience, .inEmptyKernel = true}, this);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        const auto reply = job->result();
        end(reply && reply->status == ExecutionStatus::Succeeded);
    });
    job->start();
}

void HelperInterrupter::end(bool isDelivered)
{
    m_isBusy = false;
    if (isDelivered)
        emit delivered();
    else
        emit failed();
}

} // namespace sessionbook
