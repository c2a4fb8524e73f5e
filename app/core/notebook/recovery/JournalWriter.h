#pragma once

#include "notebook/recovery/DiskFlusher.h"
#include "notebook/recovery/JournalMail.h"

#include <QDeadlineTimer>
#include <QThread>

#include <chrono>

namespace sessionbook {

/// The thread that writes one document's journal. It knows what was told so far and writes the
/// differences; a journal that grew far beyond what is in it is written anew, and takes the old
/// one's place when it is flushed. Flushing is another thread's work (DiskFlusher), with one
/// exception: a journal that replaces another after a save or a failure is flushed here, first.
///
/// While the disk takes nothing, it goes on taking mail, tries again every two seconds and then
/// writes a whole journal. Signals come from this thread.
class JournalWriter : public QThread
{
    Q_OBJECT
public:
    /// `directory` empty: that of the user's state (StateDirectory).
    explicit JournalWriter(QString directory);
    ~JournalWriter() override;

    enum class AtEnd { KeepFile, RemoveFile };

    /// Never waits for the disk; from any thread.
    void post(JournalMail mail);
    /// Steps of order that wait to be written: with too many of them, the whole order is less.
    [[nodiscard]] size_t waitingSteps();
    /// After what waits is written; the thread then ends.
    void finish(AtEnd atEnd);

    static constexpr qint64 smallestCompacted = 4 * 1024 * 1024;
    static constexpr std::chrono::milliseconds retryInterval{2000};

signals:
    /// Once, when writing stops working, and once when the journal is complete again.
    void failed(const sessionbook::Error &error);
    void recovered();
    /// Everything up to this mail is in the file, or nothing had to be.
    void written(quint64 ticket);
    /// Everything up to this mail is on the disk, or nothing had to be.
    void flushed(quint64 ticket);

protected:
    void run() override;

private:
    /// What became of a flush; the file may have been given up meanwhile.
    struct Flushed
    {
        std::shared_ptr<JournalFile> file;
        Result<void> result;
    };

    void handle(JournalMail mail);
    void start(JournalMail::Start start);
    [[nodiscard]] std::vector<JournalRecord> changesOf(const JournalMail &mail);
    [[nodiscard]] std::vector<JournalRecord> snapshot();
    void applyToOrder(const JournalRecord &record);
    [[nodiscard]] Result<std::shared_ptr<JournalFile>> writeSnapshot();
    void writeAnew();
    void copyBase();
    void compactIfDue();
    void finishCompaction(bool isFlushed);
    void flush(bool isUrgent);
    void tellWritten();
    void fail(const Error &error);
    void takeFlushResult(const std::shared_ptr<JournalFile> &file, quint64 ticket,
                         const Result<void> &result);
    void removeFiles();

    const QString m_directory;
    const QString m_name; ///< of the journal, without its ending

    // Shared with the other threads, under the mutex.
    QMutex m_mutex;
    QWaitCondition m_wake;
    JournalMail m_mail;
    bool m_hasMail = false;
    bool m_isEnding = false;
    AtEnd m_atEnd = AtEnd::KeepFile;
    std::optional<Flushed> m_failedFlush;
    std::optional<Flushed> m_flushedCompaction;

    // This thread's own.
    JournalBase m_base;
    ByteSlice m_baseContent;
    QList<quint64> m_order;
    CellShadow m_shadow;
    std::optional<DocumentRecord> m_document;
    bool m_hasContent = false; ///< there is something that the base does not hold
    QString m_path; ///< of the journal, once there was one
    QString m_copyPath; ///< of the base's copy
    std::shared_ptr<JournalFile> m_previous; ///< of an older base; locked until it is replaced
    std::shared_ptr<JournalFile> m_file;
    std::shared_ptr<JournalFile> m_compacted; ///< takes m_file's place when it is on the disk
    qint64 m_compactAt = smallestCompacted;
    bool m_isFailing = false;
    QDeadlineTimer m_mayRetry;
    quint64 m_ticket = 0;
    int m_generation = 0;
    std::unique_ptr<DiskFlusher> m_flusher;
};

} // namespace sessionbook
