#include "notebook/recovery/JournalWriter.h"

#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/BaseCopy.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace sessionbook {

JournalWriter::JournalWriter(QString directory)
    : m_directory(std::move(directory))
    , m_name(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    QThread::start();
}

JournalWriter::~JournalWriter()
{
    finish(AtEnd::KeepFile);
    wait();
}

void JournalWriter::post(JournalMail mail)
{
    const QMutexLocker lock(&m_mutex);
    m_mail.append(std::move(mail));
    m_hasMail = true;
    m_wake.wakeAll();
}

size_t JournalWriter::waitingSteps()
{
    const QMutexLocker lock(&m_mutex);
    return m_mail.order.size();
}

void JournalWriter::finish(AtEnd atEnd)
{
    const QMutexLocker lock(&m_mutex);
    if (m_isEnding)
        return;
    m_isEnding = true;
    m_atEnd = atEnd;
    m_wake.wakeAll();
}

void JournalWriter::run()
{
    m_flusher = std::make_unique<DiskFlusher>();
    QMutexLocker lock(&m_mutex);
    for (;;) {
        if (m_hasMail) {
            JournalMail mail = std::exchange(m_mail, {});
            m_hasMail = false;
            lock.unlock();
            handle(std::move(mail));
            tellWritten();
            lock.relock();
        } else if (const auto failed = std::exchange(m_failedFlush, std::nullopt)) {
            lock.unlock();
            if (failed->file == m_file) // else it was replaced meanwhile
                fail(failed->result.error());
            lock.relock();
        } else if (const auto flushed = std::exchange(m_flushedCompaction, std::nullopt)) {
            lock.unlock();
            if (flushed->file == m_compacted) // else it was given up meanwhile
                finishCompaction(flushed->result.hasValue());
            lock.relock();
        } else if (m_isEnding) {
            break;
        } else if (m_isFailing && m_mayRetry.hasExpired()) {
            lock.unlock();
            writeAnew();
            tellWritten();
            lock.relock();
        } else {
            m_wake.wait(&m_mutex,
                        m_isFailing ? m_mayRetry : QDeadlineTimer(QDeadlineTimer::Forever));
        }
    }
    lock.unlock();
    if (m_atEnd == AtEnd::RemoveFile)
        removeFiles();
    else if (m_isFailing)
        writeAnew();
    m_flusher.reset(); // after the last flush
}

void JournalWriter::handle(JournalMail mail)
{
    m_ticket = mail.ticket;
    if (mail.start)
        start(std::move(*mail.start));
    const std::vector<JournalRecord> changes = changesOf(mail);
    if (!mail.hasContent() || (changes.empty() && m_hasContent))
        return flush(mail.isUrgent);
    m_hasContent = true;
    if (!m_file)
        return m_isFailing && !m_mayRetry.hasExpired() ? void() : writeAnew();
    if (m_isFailing)
        return; // what the file lacks comes with the next attempt
    if (m_compacted) {
        // Until the new file is safe, both hold everything.
        if (!m_compacted->append(changes))
            m_compacted.reset();
    }
    if (const auto appended = m_file->append(changes); !appended)
        return fail(appended.error());
    flush(mail.isUrgent);
    compactIfDue();
}

void JournalWriter::start(JournalMail::Start start)
{
    m_base = std::move(start.base);
    m_baseContent = std::move(start.content);
    m_order = m_base.cells;
    m_order.removeAll(0);
    m_shadow = {};
    m_document.reset();
    m_hasContent = false;
    m_compacted.reset();
    if (m_file)
        m_previous = std::exchange(m_file, nullptr);
    if (std::exchange(m_isFailing, false))
        emit recovered(); // what could not be written is saved
}

std::vector<JournalRecord> JournalWriter::changesOf(const JournalMail &mail)
{
    std::vector<JournalRecord> records = mail.order;
    for (const JournalRecord &record : records)
        applyToOrder(record);
    for (const auto &[cell, state] : mail.cells) {
        std::vector<JournalRecord> changes = m_shadow.changeTo(state.cell, state.change);
        std::ranges::move(changes, std::back_inserter(records));
    }
    if (mail.document && mail.document != m_document) {
        m_document = mail.document;
        records.emplace_back(*mail.document);
    }
    return records;
}

void JournalWriter::applyToOrder(const JournalRecord &record)
{
    if (const auto *order = std::get_if<OrderRecord>(&record))
        m_order = order->cells;
    else if (const auto *inserted = std::get_if<CellInsertedRecord>(&record))
        m_order.insert(inserted->index, inserted->cell);
    else if (const auto *removed = std::get_if<CellRemovedRecord>(&record))
        m_order.remove(removed->index);
    else if (const auto *moved = std::get_if<CellMovedRecord>(&record))
        m_order.move(moved->from, moved->to);
}

/// A whole journal of what is unsaved now.
std::vector<JournalRecord> JournalWriter::snapshot()
{
    std::vector<JournalRecord> records{m_base};
    if (m_document)
        records.emplace_back(*m_document);
    QList<quint64> baseOrder = m_base.cells;
    baseOrder.removeAll(0);
    if (m_order != baseOrder)
        records.emplace_back(OrderRecord{m_order});
    const QSet<quint64> present(m_order.cbegin(), m_order.cend());
    for (const quint64 cell : m_shadow.cells()) {
        // A deleted cell that undo brings back is told anew.
        if (!present.contains(cell)) {
            m_shadow.forget(cell);
            continue;
        }
        std::vector<JournalRecord> whole = m_shadow.snapshotOf(cell);
        std::ranges::move(whole, std::back_inserter(records));
    }
    return records;
}

Result<std::shared_ptr<JournalFile>> JournalWriter::writeSnapshot()
{
    const auto directory = m_directory.isEmpty()
        ? StateDirectory::subdirectory(QStringLiteral("journals"))
        : Result<QString>(m_directory);
    if (!directory)
        return directory.error();
    m_path = *directory + QLatin1Char('/') + m_name + QLatin1String(JournalFile::suffix);
    return JournalFile::create(m_path, snapshot());
}

/// The first journal since the base, or the one after a failure. Where it replaces another, it is
/// on the disk before: the other lacks what this one holds, but what it has may be nowhere else.
void JournalWriter::writeAnew()
{
    if (!m_hasContent)
        return;
    const bool isFirst = !m_file;
    if (isFirst && !m_base.fingerprint.isNull())
        m_base.copyName = QStringLiteral("%1-%2.base").arg(m_name).arg(++m_generation);
    auto written = writeSnapshot();
    if (!written)
        return fail(written.error());
    if (m_file || m_previous) {
        if (const auto synced = (*written)->sync(); !synced)
            return fail(synced.error());
    }
    if (const auto published = (*written)->publish(); !published)
        return fail(published.error());
    m_file = std::move(*written);
    m_previous.reset();
    m_compacted.reset();
    m_compactAt = m_file->sizeBytes() + smallestCompacted;
    if (isFirst)
        copyBase();
    if (std::exchange(m_isFailing, false))
        emit recovered();
    flush(true);
}

void JournalWriter::copyBase()
{
    const QString before = std::exchange(m_copyPath,
                                         m_base.copyName.isEmpty() ? QString()
                                                                   : QFileInfo(m_path).path()
                                                 + QLatin1Char('/') + m_base.copyName);
    m_flusher->add([before, copy = m_copyPath, path = m_base.path, fingerprint = m_base.fingerprint,
                    content = m_baseContent] {
        if (!before.isEmpty())
            QFile::remove(before);
        if (!copy.isEmpty())
            BaseCopy::make(copy, path, fingerprint, content);
    });
    m_baseContent = {};
}

void JournalWriter::compactIfDue()
{
    if (m_compacted || m_file->sizeBytes() < m_compactAt)
        return;
    m_compactAt = m_file->sizeBytes() + m_file->sizeBytes() / 4;
    if (m_file->sizeBytes() < 2 * m_shadow.sizeBytes() + smallestCompacted)
        return;
    auto written = writeSnapshot();
    if (!written)
        return; // the present journal is complete; there will be another time
    m_compacted = std::move(*written);
    m_flusher->request(m_compacted, true, [this, file = m_compacted](const Result<void> &result) {
        const QMutexLocker lock(&m_mutex);
        m_flushedCompaction = Flushed{file, result};
        m_wake.wakeAll();
    });
}

void JournalWriter::finishCompaction(bool isFlushed)
{
    if (!isFlushed || !m_compacted->publish()) {
        m_compacted.reset();
        return flush(false);
    }
    m_file = std::exchange(m_compacted, nullptr);
    m_compactAt = m_file->sizeBytes() + smallestCompacted;
    flush(false);
}

void JournalWriter::flush(bool isUrgent)
{
    if (!m_file || m_isFailing) {
        if (!m_hasContent) {
            removeFiles();
            emit flushed(m_ticket);
        }
        return;
    }
    if (m_compacted)
        return; // its flush is under way and a later one follows
    m_flusher->request(m_file, isUrgent,
                       [this, file = m_file, ticket = m_ticket](const Result<void> &result) {
                           takeFlushResult(file, ticket, result);
                       });
}

void JournalWriter::takeFlushResult(const std::shared_ptr<JournalFile> &file, quint64 ticket,
                                    const Result<void> &result)
{
    if (result) {
        emit flushed(ticket);
        return;
    }
    const QMutexLocker lock(&m_mutex);
    m_failedFlush = Flushed{file, result};
    m_wake.wakeAll();
}

void JournalWriter::tellWritten()
{
    if (!m_isFailing)
        emit written(m_ticket);
}

void JournalWriter::fail(const Error &error)
{
    m_mayRetry = QDeadlineTimer(retryInterval);
    if (!std::exchange(m_isFailing, true))
        emit failed(error);
}

void JournalWriter::removeFiles()
{
    // Before it is unlocked: nobody may find it and take it for an orphan.
    if (!m_path.isEmpty())
        QFile::remove(m_path);
    m_compacted.reset();
    m_previous.reset();
    m_file.reset();
    if (!m_copyPath.isEmpty())
        m_flusher->add([copy = std::exchange(m_copyPath, {})] { QFile::remove(copy); });
}

} // namespace sessionbook
