#pragma once

#include "notebook/recovery/OrphanJournals.h"
#include "notebook/recovery/RecoveredDocument.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <memory>
#include <optional>
#include <vector>

namespace sessionbook {

/// What the next start would find if the program ended at this moment: the files as they are,
/// copied to where nobody holds them.
class CrashedJournal
{
public:
    explicit CrashedJournal(const QString &journals)
    {
        for (const QString &name : QDir(journals).entryList(QDir::Files | QDir::Hidden))
            QFile::copy(journals + u'/' + name, m_directory.filePath(name));
        m_orphans = OrphanJournals::claimAll(m_directory.path());
    }

    [[nodiscard]] QString path() const { return m_directory.path(); }
    [[nodiscard]] size_t count() const { return m_orphans.size(); }
    [[nodiscard]] const OrphanJournal &orphan() const { return *m_orphans.front(); }
    /// Nothing where there is no journal.
    [[nodiscard]] std::optional<RecoveredDocument> document() const
    {
        if (m_orphans.empty())
            return std::nullopt;
        return RecoveredDocument::from(orphan().content(), orphan().copyPath());
    }

private:
    QTemporaryDir m_directory;
    std::vector<std::shared_ptr<OrphanJournal>> m_orphans;
};

} // namespace sessionbook
