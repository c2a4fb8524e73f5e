#include "sessions/UploadQueue.h"

#include "sessions/FileUpload.h"
#include "sessions/SessionClient.h"

#include <algorithm>

namespace sessionbook {

namespace {

constexpr int atATime = 2;

bool hasEnded(UploadState state)
{
    return state != UploadState::Waiting && state != UploadState::Sending;
}

} // namespace

struct UploadQueue::Entry
{
    Upload upload;
    PlannedUpload planned;
    FileUpload *flow = nullptr; ///< while Sending; a child of the queue
    bool isCancelled = false;
};

UploadQueue::UploadQueue(QObject *parent)
    : QObject(parent)
{
}

UploadQueue::~UploadQueue() = default;

void UploadQueue::setSession(SessionClient *session)
{
    m_session = session;
    startWaiting();
}

quint64 UploadQueue::add(const PlannedUpload &planned)
{
    auto entry = std::make_unique<Entry>();
    entry->planned = planned;
    entry->upload = {.id = ++m_lastId,
                     .localPath = planned.localPath,
                     .remoteName = planned.remoteName,
                     .sizeBytes = planned.sizeBytes};
    m_entries.push_back(std::move(entry));
    emit uploadAdded(m_lastId);
    startWaiting();
    return m_lastId;
}

UploadQueue::Entry *UploadQueue::find(quint64 id)
{
    const auto found
        = std::ranges::find(m_entries, id, [](const auto &entry) { return entry->upload.id; });
    return found == m_entries.end() ? nullptr : found->get();
}

void UploadQueue::startWaiting()
{
    const auto stateOf = [](const auto &entry) { return entry->upload.state; };
    while (m_session && std::ranges::count(m_entries, UploadState::Sending, stateOf) < atATime) {
        const auto next = std::ranges::find(m_entries, UploadState::Waiting, stateOf);
        if (next == m_entries.end())
            return;
        startUpload(**next);
    }
}

void UploadQueue::startUpload(Entry &entry)
{
    const quint64 id = entry.upload.id;
    entry.upload.state = UploadState::Sending;
    entry.flow = new FileUpload(*m_session, entry.planned, this);
    connect(entry.flow, &FileUpload::progressed, this, [this, id](qint64 sent) {
        if (Entry *sending = find(id)) {
            sending->upload.sentBytes = sent;
            sending->upload.waitsForRoom = false;
            emit uploadProgressed(id);
        }
    });
    connect(entry.flow, &FileUpload::waitingForRoom, this, [this, id] {
        if (Entry *sending = find(id)) {
            sending->upload.sentBytes = 0;
            sending->upload.waitsForRoom = true;
            emit uploadProgressed(id);
        }
    });
    connect(entry.flow, &FileUpload::finished, this, [this, id] {
        const Entry *ended = find(id);
        const auto error = ended->flow->error();
        if (!error)
            return finish(id, UploadState::Done, {});
        finish(id, ended->isCancelled ? UploadState::Cancelled : UploadState::Failed, *error);
    });
    entry.flow->start();
    emit uploadProgressed(id); // it waits no longer
}

void UploadQueue::cancel(quint64 id)
{
    Entry *entry = find(id);
    if (!entry || hasEnded(entry->upload.state) || entry->isCancelled)
        return;
    entry->isCancelled = true;
    if (entry->flow)
        return entry->flow->cancel();
    finish(id, UploadState::Cancelled, {});
}

void UploadQueue::cancelAll()
{
    // Waiting ones first, or the end of one that is under way would start them.
    for (const UploadState state : {UploadState::Waiting, UploadState::Sending}) {
        const QList<Upload> all = uploads();
        for (const Upload &upload : all) {
            if (upload.state == state)
                cancel(upload.id);
        }
    }
}

void UploadQueue::clearEnded()
{
    std::erase_if(m_entries, [](const auto &entry) { return hasEnded(entry->upload.state); });
}

QList<Upload> UploadQueue::uploads() const
{
    QList<Upload> all;
    for (const auto &entry : m_entries)
        all.append(entry->upload);
    return all;
}

void UploadQueue::finish(quint64 id, UploadState state, const RestError &error)
{
    Entry *entry = find(id);
    entry->upload.state = state;
    entry->upload.waitsForRoom = false;
    if (state == UploadState::Done)
        entry->upload.sentBytes = entry->upload.sizeBytes;
    if (state == UploadState::Failed)
        entry->upload.error = error;
    if (entry->flow)
        std::exchange(entry->flow, nullptr)->deleteLater();
    emit uploadFinished(id);
    startWaiting();
}

} // namespace sessionbook
