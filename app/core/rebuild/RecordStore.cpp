#include "rebuild/RecordStore.h"

#include "notebook/Notebook.h"
#include "notebook/files/FileFingerprint.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/Journal.h"
#include "rebuild/RecordFile.h"
#include "rebuild/SessionRecorder.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFutureWatcher>
#include <QSaveFile>
#include <QtConcurrent>

#include <limits>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int keptDays = 30;
constexpr qint64 longestFile = 64 * 1024 * 1024;
constexpr int patienceMs = 2000;
constexpr auto everything = std::numeric_limits<quint64>::max();

/// Where the record of that document lies; empty where there can be none.
QString fileFor(const QString &documentPath)
{
    const auto directory = StateDirectory::subdirectory(u"sessions"_s);
    if (!directory)
        return {};
    const auto name = FileFingerprint::of(documentPath.toUtf8()).toText();
    return QDir(*directory).filePath(QString::fromLatin1(name) + u".lines"_s);
}

void appendTo(const QString &documentPath, const QByteArray &lines)
{
    QFile file(fileFor(documentPath));
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered)
        || file.size() >= longestFile)
        return;
    // A line that a crash tore must not take the next one with it.
    file.seek(std::max<qint64>(0, file.size() - 1));
    const QByteArray last = file.read(1);
    file.write(last.isEmpty() || last == "\n" ? lines : '\n' + lines);
}

void replace(const QString &documentPath, const QByteArray &lines)
{
    QSaveFile file(fileFor(documentPath));
    if (lines.isEmpty()) {
        QFile::remove(fileFor(documentPath));
        return;
    }
    if (file.open(QIODevice::WriteOnly) && file.write(lines) == lines.size())
        file.commit();
}

void removeOldFiles(const QDir &directory)
{
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDays(-keptDays);
    for (const QFileInfo &file : directory.entryInfoList({u"*.lines"_s}, QDir::Files)) {
        if (file.lastModified() < oldest)
            QFile::remove(file.filePath());
    }
}

QByteArray contentFor(const QString &documentPath)
{
    QFile file(fileFor(documentPath));
    removeOldFiles(QFileInfo(file).dir());
    return file.open(QIODevice::ReadOnly) ? file.read(longestFile) : QByteArray();
}

} // namespace

RecordStore::RecordStore(SessionRecorder &recorder, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_recorder(recorder)
    , m_journal(journal)
{
    m_writer.setMaxThreadCount(1);
    connect(&recorder, &SessionRecorder::runBegan, this, [this](const RecordedRun &run) {
        if (m_notebook)
            append(RecordFile::lineFor(run, *m_notebook));
    });
    connect(&recorder, &SessionRecorder::runEnded, this,
            [this](const RecordedRun &run) { appendAfterOutputs(RecordFile::lineForEnd(run)); });
    connect(&recorder, &SessionRecorder::fileAdded, this,
            [this](const SentFile &file) { append(RecordFile::lineFor(file)); });
    connect(&recorder, &SessionRecorder::fileForgotten, this,
            [this](const QString &name) { append(RecordFile::lineForRemoved(name)); });
    connect(&recorder, &SessionRecorder::recordReplaced, this, &RecordStore::writeAll);
    connect(&journal, &Journal::written, this, &RecordStore::writeUpTo);
}

RecordStore::~RecordStore()
{
    m_writer.waitForDone(patienceMs);
}

void RecordStore::follow(const QString &path, const Notebook &notebook)
{
    writeUpTo(everything);
    m_notebook = &notebook;
    m_documentPath = path;
}

void RecordStore::setPath(const QString &path)
{
    if (m_documentPath == path)
        return;
    m_documentPath = path;
    writeAll();
}

void RecordStore::load()
{
    if (m_documentPath.isEmpty())
        return;
    auto *watcher = new QFutureWatcher<QByteArray>(this);
    connect(watcher, &QFutureWatcher<QByteArray>::finished, this,
            [this, watcher, path = m_documentPath] {
                watcher->deleteLater();
                if (!m_notebook || path != m_documentPath)
                    return;
                const QByteArray lines = watcher->result();
                const SessionRecord record = RecordFile::read(lines, *m_notebook);
                if (record.hasState())
                    emit loaded(record, lines.endsWith(RecordFile::closingLine));
            });
    watcher->setFuture(QtConcurrent::run(&m_writer, &contentFor, m_documentPath));
}

void RecordStore::close()
{
    if (m_recorder.record().hasState())
        append(RecordFile::closingLine);
    writeUpTo(everything);
}

/// Lines stay in order.
void RecordStore::append(const QByteArray &text)
{
    if (m_waiting.empty())
        write({.text = text});
    else
        m_waiting.back().text += text;
}

void RecordStore::appendAfterOutputs(const QByteArray &text)
{
    m_waiting.push_back({.text = text, .outputs = m_journal.flush()});
}

void RecordStore::writeAll()
{
    m_waiting.clear();
    if (!m_documentPath.isEmpty() && m_notebook)
        m_waiting.push_back({.text = RecordFile::linesFor(m_recorder.record(), *m_notebook),
                             .areAll = true,
                             .outputs = m_journal.flush()});
}

void RecordStore::writeUpTo(quint64 outputs)
{
    for (; !m_waiting.empty() && m_waiting.front().outputs <= outputs; m_waiting.pop_front())
        write(m_waiting.front());
}

void RecordStore::write(const Lines &lines)
{
    if (!m_documentPath.isEmpty())
        std::ignore = QtConcurrent::run(&m_writer, lines.areAll ? &replace : &appendTo,
                                        m_documentPath, lines.text);
}

} // namespace sessionbook
