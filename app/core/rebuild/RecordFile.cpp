#include "rebuild/RecordFile.h"

#include "notebook/Notebook.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

struct EndWord
{
    RunEnd end;
    QLatin1StringView word;
};
constexpr std::array endWords{
    EndWord{RunEnd::Done, "done"_L1},
    EndWord{RunEnd::Raised, "raised"_L1},
    EndWord{RunEnd::Interrupted, "interrupted"_L1},
    EndWord{RunEnd::TimedOut, "timed-out"_L1},
    EndWord{RunEnd::Lost, "lost"_L1},
};

QString wordOf(RunEnd end)
{
    const auto entry = std::ranges::find(endWords, end, &EndWord::end);
    return entry == endWords.end() ? QString() : QString(entry->word);
}

RunEnd endOf(const QString &word)
{
    const auto entry = std::ranges::find(endWords, word, &EndWord::word);
    return entry == endWords.end() ? RunEnd::Lost : entry->end;
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QString fileIdOf(const Cell &cell)
{
    return cell.fileId.isEmpty() ? cell.freshFileId : cell.fileId;
}

FileFingerprint fingerprintOf(const QJsonValue &text)
{
    return FileFingerprint::fromText(text.toString().toLatin1()).value_or(FileFingerprint());
}

/// The cells of a notebook by the names that lines give them.
class Cells
{
public:
    explicit Cells(const Notebook &notebook)
        : m_notebook(notebook)
    {
        for (int i = 0; i < notebook.cellCount(); ++i)
            m_byFileId.insert(fileIdOf(notebook.cellAt(i)), notebook.idAt(i));
        m_byFileId.remove(QString());
    }
    /// Invalid where the cell is gone: its code is still part of the state.
    [[nodiscard]] CellId find(const QJsonObject &line) const
    {
        const QString fileId = line["cell"_L1].toString();
        if (const CellId cell = m_byFileId.value(fileId); cell.isValid())
            return cell;
        const int index = line["index"_L1].toInt(-1);
        const bool isThere = index >= 0 && index < m_notebook.cellCount()
            && m_notebook.cellAt(index).source == line["source"_L1].toString();
        return isThere ? m_notebook.idAt(index) : CellId();
    }

private:
    const Notebook &m_notebook;
    QHash<QString, CellId> m_byFileId;
};

} // namespace

QByteArray RecordFile::lineFor(const RecordedRun &began, const Notebook &notebook)
{
    const Cell *cell = notebook.find(began.cell);
    return lineOf({{u"cell"_s, cell ? fileIdOf(*cell) : QString()},
                   {u"index"_s, notebook.indexOf(began.cell)},
                   {u"source"_s, began.source}});
}

QByteArray RecordFile::lineForEnd(const RecordedRun &ended)
{
    return lineOf({{u"end"_s, wordOf(ended.end)},
                   {u"outputs"_s, QString::fromLatin1(ended.outputs.toText())}});
}

QByteArray RecordFile::lineFor(const SentFile &file)
{
    return lineOf({{u"file"_s, file.remoteName},
                   {u"path"_s, file.localPath},
                   {u"content"_s, QString::fromLatin1(file.content.toText())}});
}

QByteArray RecordFile::lineForRemoved(const QString &remoteName)
{
    return lineOf({{u"removed"_s, remoteName}});
}

QByteArray RecordFile::linesFor(const SessionRecord &record, const Notebook &notebook)
{
    QByteArray lines;
    for (const SentFile &file : record.files())
        lines += lineFor(file);
    for (const RecordedRun &run : record.runs()) {
        lines += lineFor(run, notebook);
        if (run.end != RunEnd::Running)
            lines += lineForEnd(run);
    }
    return lines;
}

SessionRecord RecordFile::read(const QByteArray &lines, const Notebook &notebook)
{
    const Cells cells(notebook);
    SessionRecord record;
    CellId last;
    for (const QByteArray &text : lines.split('\n')) {
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        if (line.contains("source"_L1)) {
            record.closeOpenRuns();
            last = cells.find(line);
            record.beginRun(last, line["source"_L1].toString());
        } else if (line.contains("end"_L1)) {
            record.endRun(last, endOf(line["end"_L1].toString()),
                          fingerprintOf(line["outputs"_L1]));
        } else if (line.contains("file"_L1)) {
            record.addFile({.localPath = line["path"_L1].toString(),
                            .remoteName = line["file"_L1].toString(),
                            .content = fingerprintOf(line["content"_L1])});
        } else if (line.contains("removed"_L1)) {
            record.removeFile(line["removed"_L1].toString());
        }
    }
    record.closeOpenRuns();
    return record;
}

} // namespace sessionbook
