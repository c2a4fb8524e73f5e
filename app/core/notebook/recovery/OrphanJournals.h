#pragma once

#include "base/FileDescriptor.h"
#include "notebook/recovery/JournalReader.h"

#include <QDateTime>

#include <memory>
#include <vector>

namespace sessionbook {

/// A journal whose program is gone. It is locked as long as this object lives, so that nobody else
/// offers or removes it meanwhile.
class OrphanJournal
{
public:
    /// Nothing where the journal's program lives, somebody else offers it, or it is none.
    [[nodiscard]] static std::shared_ptr<OrphanJournal> claim(const QString &path);

    [[nodiscard]] const JournalContent &content() const { return m_content; }
    /// The time of the last change in it.
    [[nodiscard]] const QDateTime &changedAt() const { return m_changedAt; }
    /// Of the base; where there is none, there is no such file.
    [[nodiscard]] QString copyPath() const;
    /// Removes journal and copy from the disk.
    void remove() const;

private:
    explicit OrphanJournal(QString path);

    QString m_path;
    FileDescriptor m_file;
    QDateTime m_changedAt;
    JournalContent m_content;
};

/// What the programs that ended suddenly left. Functions block on the disk; thread-safe.
namespace OrphanJournals {

/// All in `directory` (empty: "journals" of the state directory), the newest first. Clears away
/// what belongs to no journal any more.
[[nodiscard]] std::vector<std::shared_ptr<OrphanJournal>> claimAll(const QString &directory = {});
/// Those of one document alone.
[[nodiscard]] std::vector<std::shared_ptr<OrphanJournal>> claimFor(const QString &documentPath,
                                                                   const QString &directory = {});

} // namespace OrphanJournals

} // namespace sessionbook
