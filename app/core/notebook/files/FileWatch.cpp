#include "notebook/files/FileWatch.h"

#include "base/Clock.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

/// Saving comes as a handful of events: waits for the last.
constexpr auto calm = 100ms;
/// By then a stamp is certain (FileStamp), and the next save need not read the file again.
constexpr auto settling = 2500ms;
constexpr auto betweenLooks = 400ms;
constexpr int looksAtUnusable = 5;

} // namespace

FileWatch::FileWatch(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { checkIn(calm); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { checkIn(calm); });
}

void FileWatch::watch(const QString &path, const FileState &known)
{
    m_path = path;
    m_isSuspended = false;
    setKnown(known);
    if (!path.isEmpty())
        checkIn(settling);
}

void FileWatch::setKnown(const FileState &known)
{
    m_known = known;
    forgetFindings();
    watchPaths();
}

void FileWatch::forgetFindings()
{
    ++m_generation;
    m_hasTold = false;
    m_told = {};
    m_patience = looksAtUnusable;
}

void FileWatch::suspend()
{
    m_isSuspended = true;
    ++m_generation; // what a look finds now may be our own half
}

void FileWatch::resume()
{
    m_isSuspended = false;
    checkIn(calm);
}

/// A file that was replaced is another one to the system: it is added anew after each change. The
/// directory tells of those. A link's target lives in a directory of its own.
void FileWatch::watchPaths()
{
    QStringList wanted;
    if (!m_path.isEmpty()) {
        const QFileInfo file(m_path);
        const QString target = file.canonicalFilePath();
        wanted = {file.path()};
        if (!target.isEmpty())
            wanted << target << QFileInfo(target).path();
    }
    const QStringList present = m_watcher.files() + m_watcher.directories();
    for (const QString &path : present) {
        if (!wanted.contains(path))
            m_watcher.removePath(path);
    }
    for (const QString &path : std::as_const(wanted)) {
        if (!present.contains(path) && QFileInfo::exists(path))
            m_watcher.addPath(path);
    }
}

void FileWatch::checkIn(std::chrono::milliseconds delay)
{
    const quint64 number = ++m_lastDelay;
    m_clock.callAfter(delay, this, [this, number] {
        if (number == m_lastDelay)
            check();
    });
}

void FileWatch::check()
{
    if (m_path.isEmpty() || m_isSuspended)
        return;
    if (m_isChecking) {
        m_mustCheckAgain = true;
        return;
    }
    m_isChecking = true;
    watchPaths();
    using Finding = FileProbe::Finding;
    auto *watcher = new QFutureWatcher<Finding>(this);
    connect(watcher, &QFutureWatcher<Finding>::finished, this,
            [this, watcher, generation = m_generation] {
                watcher->deleteLater();
                m_isChecking = false;
                take(generation, watcher->result());
            });
    watcher->setFuture(QtConcurrent::run(
        [path = m_path, known = m_known] { return FileProbe::look(path, known); }));
}

void FileWatch::take(quint64 generation, const FileProbe::Finding &finding)
{
    const bool isOutdated = generation != m_generation;
    if (std::exchange(m_mustCheckAgain, false) || isOutdated)
        checkIn(calm);
    if (isOutdated)
        return;
    if (const auto *same = std::get_if<FileProbe::Same>(&finding)) {
        m_known = same->state;
        m_patience = looksAtUnusable;
        if (std::exchange(m_hasTold, false))
            emit restored();
    } else if (const auto *other = std::get_if<FileProbe::Changed>(&finding)) {
        m_patience = looksAtUnusable;
        const FileFingerprint fingerprint = other->loaded.state.fingerprint;
        if (!std::exchange(m_hasTold, true) || m_told != fingerprint) {
            m_told = fingerprint;
            emit changed(other->loaded);
        }
    } else if (const auto *unusable = std::get_if<FileProbe::Unusable>(&finding)) {
        if (mustWaitFor(*unusable))
            return checkIn(betweenLooks);
        takeUnusable(*unusable);
    }
    emit looked();
}

/// Somebody may be in the midst of writing it.
bool FileWatch::mustWaitFor(const FileProbe::Unusable &finding)
{
    const bool wasTold = m_hasTold && m_told == finding.fingerprint;
    return !wasTold && --m_patience > 0;
}

void FileWatch::takeUnusable(const FileProbe::Unusable &finding)
{
    if (m_hasTold && m_told == finding.fingerprint)
        return;
    m_patience = looksAtUnusable;
    m_hasTold = true;
    m_told = finding.fingerprint;
    emit unusable(finding.error);
}

} // namespace sessionbook
