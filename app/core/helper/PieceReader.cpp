#include "helper/PieceReader.h"

#include "helper/HelperCall.h"
#include "sessions/SessionClient.h"

#include <QMetaObject>

namespace sessionbook {

using namespace Qt::StringLiterals;

PieceReader::PieceReader(SessionClient &session, Segments segments, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_segments(std::move(segments))
{
}

void PieceReader::start()
{
    QMetaObject::invokeMethod(this, &PieceReader::ask, Qt::QueuedConnection);
}

void PieceReader::ask()
{
    if (hasAll())
        return emit drained();
    const QString call = HelperCall::newId();
    const QString code = HelperCall::piece(call,
                                           {.run = m_segments.run,
                                            .segment = m_segments.next,
                                            .offset = m_bytes.size(),
                                            .room = m_segments.room});
    ExecuteCodeJob *job = m_session.executeCode(code, {}, this);
    job->setRetryPolicy(RetryPolicy::idempotent()); // reading once more does no harm
    connect(job, &RestJob::finished, this, [this, job, call] { answered(*job, call); });
    job->start();
}

void PieceReader::answered(ExecuteCodeJob &job, const QString &call)
{
    job.deleteLater();
    const auto reply = job.result();
    const HelperFrame frame = reply ? HelperFrame::in(reply->standardOutput, call) : HelperFrame();
    const QByteArray piece = QByteArray::fromBase64(frame.payload["data"_L1].toString().toLatin1());
    const qint64 size = frame.payload["size"_L1].toInteger();
    if (frame.state != HelperFrame::State::Whole || piece.isEmpty()
        || size > HandOverSegment::maximumBytes || m_bytes.size() + piece.size() > size)
        return emit drained();
    m_bytes += piece;
    if (m_bytes.size() < size)
        return ask();
    take(std::exchange(m_bytes, {}));
}

void PieceReader::take(const QByteArray &bytes)
{
    const QPointer<PieceReader> self(this);
    const auto segment = HandOverSegment::read(bytes, m_segments.run, m_segments.next);
    if (!segment)
        return emit drained();
    ++m_segments.next;
    for (const QJsonObject &message : segment->messages) {
        emit messageReceived(message);
        if (!self)
            return;
    }
    if (segment->end)
        return emit ended(*segment->end);
    ask();
}

} // namespace sessionbook
