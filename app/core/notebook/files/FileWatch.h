#pragma once

#include "notebook/files/FileProbe.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>

namespace sessionbook {

class Clock;

/// Tells when somebody else changed a file, by its content: a `touch`, a save of the same bytes and
/// our own saves are no change. Follows the file through editors that write a new one and rename
/// it, and through its deletion and return.
///
/// Lives in the GUI thread and reads in others. What is no notebook is looked at again for some
/// seconds before it is told: somebody may be in the midst of writing it. The same finding is told
/// once. Where the file system does not tell of changes (network folders), check() finds them.
class FileWatch : public QObject
{
    Q_OBJECT
public:
    explicit FileWatch(Clock &clock, QObject *parent = nullptr);

    /// From now on `path`, which holds what is `known`; an empty path ends the watch.
    void watch(const QString &path, const FileState &known);
    [[nodiscard]] const QString &path() const { return m_path; }
    /// What the file holds as far as we know, with the newest stamp.
    [[nodiscard]] const FileState &known() const { return m_known; }
    /// The document has taken over what changed() told.
    void setKnown(const FileState &known);
    /// We write the file ourselves; nothing is told until watch() or resume().
    void suspend();
    void resume();
    /// Looks now.
    void check();

signals:
    void changed(const sessionbook::LoadedNotebook &loaded);
    /// The file is gone (NotFound), cannot be read, or is no notebook.
    void unusable(const sessionbook::Error &error);
    /// After changed() or unusable(): it holds again what is known.
    void restored();
    /// A look has ended, after what it found was told.
    void looked();

private:
    void forgetFindings();
    void watchPaths();
    void checkIn(std::chrono::milliseconds delay);
    void take(quint64 generation, const FileProbe::Finding &finding);
    [[nodiscard]] bool mustWaitFor(const FileProbe::Unusable &finding);
    void takeUnusable(const FileProbe::Unusable &finding);

    Clock &m_clock;
    QFileSystemWatcher m_watcher;
    QString m_path;
    FileState m_known;
    quint64 m_generation = 0; ///< grows with every change of what is watched or known
    quint64 m_lastDelay = 0; ///< only the check that was asked for last is made
    bool m_isSuspended = false;
    bool m_isChecking = false;
    bool m_mustCheckAgain = false;
    bool m_hasTold = false;
    FileFingerprint m_told; ///< of the content that was told; null: it was none
    int m_patience = 0; ///< looks at something unusable until it is told
};

} // namespace sessionbook
