#include "notebook/recovery/Journal.h"

#include "notebook/Notebook.h"
#include "notebook/recovery/JournalWriter.h"

#include <QDateTime>
#include <QHash>

#include <utility>

using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr auto longestGoodbye = 5s;
/// More steps than this say less than the order they lead to.
constexpr size_t mostSteps = 1000;

} // namespace

Journal::Journal(QString directory, QObject *parent)
    : QObject(parent)
    , m_writer(std::make_unique<JournalWriter>(std::move(directory)))
{
    connect(m_writer.get(), &JournalWriter::failed, this, &Journal::failed);
    connect(m_writer.get(), &JournalWriter::recovered, this, &Journal::recovered);
    connect(m_writer.get(), &JournalWriter::written, this, &Journal::written);
    connect(m_writer.get(), &JournalWriter::flushed, this, [this](quint64 ticket) {
        if (ticket == m_ticket)
            emit stored();
    });
}

Journal::~Journal()
{
    if (!m_isDiscarded && m_notebook)
        handOver(true);
    m_writer->finish(m_isDiscarded ? JournalWriter::AtEnd::RemoveFile
                                   : JournalWriter::AtEnd::KeepFile);
    // A disk that does not answer must not keep the window: the thread then goes with the program.
    if (!m_writer->wait(QDeadlineTimer(longestGoodbye)))
        (void)m_writer.release();
}

void Journal::follow(Notebook &notebook, JournaledFile file)
{
    m_file = std::move(file);
    observe(notebook);
    startFromFile();
    tellAnew();
}

void Journal::followUnsaved(Notebook &notebook, JournaledFile file,
                            const QList<qsizetype> &baseCells, qsizetype baseCellCount)
{
    m_file = std::move(file);
    observe(notebook);
    startFromFile();
    QList<quint64> ids(baseCellCount, 0);
    m_staged.order = {OrderRecord{order()}};
    m_staged.document = true;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const Cell &cell = notebook.cellAt(i);
        const qsizetype inBase = baseCells.value(i, -1);
        if (inBase >= 0 && inBase < baseCellCount)
            ids[inBase] = cell.id.value();
        if (inBase < 0 || cell.touched)
            m_staged.cells[cell.id.value()] = {.head = true, .outputs = true};
    }
    m_start->base.cells = ids;
    handOver(true);
}

void Journal::followRebased(Notebook &notebook, JournaledFile file, const QList<Cell> &fileCells)
{
    if (!notebook.isModified())
        return follow(notebook, std::move(file));
    QHash<qsizetype, qsizetype> places; // in the file's text, and in its list
    for (qsizetype i = 0; i < fileCells.size(); ++i)
        places.insert(fileCells.at(i).originalJson.begin(), i);
    QList<qsizetype> baseCells;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const ByteSlice &json = notebook.cellAt(i).originalJson;
        const qsizetype place = json.isEmpty() ? -1 : places.value(json.begin(), -1);
        const bool isFromFile = place >= 0 && json.sharesTextWith(fileCells.at(place).originalJson);
        baseCells += isFromFile ? place : -1;
    }
    followUnsaved(notebook, std::move(file), baseCells, fileCells.size());
}

void Journal::observe(Notebook &notebook)
{
    if (m_notebook)
        m_notebook->disconnect(this);
    m_notebook = &notebook;
    m_isDiscarded = false;
    connect(&notebook, &Notebook::cellInserted, this, &Journal::noteInserted);
    connect(&notebook, &Notebook::cellRemoved, this,
            [this](int index) { note(CellRemovedRecord{index}); });
    connect(&notebook, &Notebook::cellMoved, this, [this](int from, int to) {
        note(CellMovedRecord{from, to});
    });
    for (const auto signal :
         {&Notebook::cellSourceChanged, &Notebook::cellKindChanged, &Notebook::cellMetadataChanged})
        connect(&notebook, signal, this, [this](CellId cell) { note(cell, {.head = true}); });
    connect(&notebook, &Notebook::cellOutputsChanged, this,
            [this](CellId cell) { note(cell, {.outputs = true}); });
    connect(&notebook, &Notebook::notebookMetadataChanged, this, &Journal::noteDocument);
    connect(&notebook, &Notebook::modifiedChanged, this, &Journal::schedule);
    connect(&notebook, &QObject::destroyed, this, [this] { m_notebook = nullptr; });
}

bool Journal::hasToKeep() const
{
    return m_notebook->isModified() || m_notebook->hasUnkeptOutputs();
}

/// The document says what the file says, but for outputs that this has no place for: with the next
/// change the writer begins anew.
void Journal::startFromFile()
{
    m_save.reset();
    m_staged = {};
    m_start = JournalMail::Start{.base = {.path = m_file.path,
                                          .name = m_file.name,
                                          .fingerprint = m_file.fingerprint,
                                          .beganAt = QDateTime::currentDateTimeUtc()},
                                 .content = m_file.content};
    if (m_file.fingerprint.isNull())
        stageAll(m_staged);
    else
        m_start->base.cells = order();
    if (!m_notebook->hasUnkeptOutputs())
        return;
    for (int i = 0; i < m_notebook->cellCount(); ++i) {
        if (!m_notebook->cellAt(i).outputs.isEmpty())
            m_staged.cells[m_notebook->idAt(i).value()] |= {.outputs = true};
    }
}

/// The journal of what was unsaved vanishes.
void Journal::tellNothing()
{
    if (std::exchange(m_isTold, false))
        post({.start = JournalMail::Start{}});
}

/// In one step: a new journal takes the old one's place where there is something for it.
void Journal::tellAnew()
{
    if (hasToKeep() && !m_staged.isEmpty())
        handOver(true);
    else
        tellNothing();
}

void Journal::tellAll()
{
    if (!m_notebook)
        return;
    stageAll(m_staged);
    schedule();
}

/// There is no file that would say any of it.
void Journal::stageAll(Staged &staged) const
{
    staged.order = {OrderRecord{order()}};
    staged.document = true;
    for (int i = 0; i < m_notebook->cellCount(); ++i)
        staged.cells[m_notebook->idAt(i).value()] = {.head = true, .outputs = true};
}

void Journal::noteInserted(int index)
{
    const Cell &cell = m_notebook->cellAt(index);
    note(CellInsertedRecord{index, cell.id.value()});
    // One that undo brings back may have changed while it was away.
    note(cell.id, {.head = true, .outputs = true});
}

void Journal::note(JournalRecord step)
{
    const auto add = [this, &step](std::vector<JournalRecord> &steps) {
        steps.push_back(step);
        if (steps.size() > mostSteps)
            steps = {OrderRecord{order()}};
    };
    add(m_staged.order);
    if (m_save)
        add(m_save->since.order);
    schedule();
}

void Journal::note(CellId cell, CellChange change)
{
    m_staged.cells[cell.value()] |= change;
    if (m_save)
        m_save->since.cells[cell.value()] |= change;
    schedule();
}

void Journal::noteDocument()
{
    m_staged.document = true;
    if (m_save)
        m_save->since.document = true;
    schedule();
}

void Journal::schedule()
{
    if (std::exchange(m_isScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_isScheduled)
                handOver(false);
        },
        Qt::QueuedConnection);
}

void Journal::handOver(bool isUrgent)
{
    m_isScheduled = false;
    if (!m_notebook || m_isDiscarded)
        return;
    if (!hasToKeep()) {
        // Undone to what the file holds, or saved; while a save is under way, it decides.
        if (m_isTold && !m_save) {
            startFromFile();
            tellNothing();
        }
        return;
    }
    if (m_staged.isEmpty())
        return;
    JournalMail mail = mailOf(std::exchange(m_staged, {}));
    mail.start = std::exchange(m_start, std::nullopt);
    mail.isUrgent = isUrgent;
    m_isTold = true;
    post(std::move(mail));
}

void Journal::post(JournalMail mail)
{
    mail.ticket = ++m_ticket;
    m_writer->post(std::move(mail));
}

JournalMail Journal::mailOf(Staged staged) const
{
    JournalMail mail;
    mail.order = std::move(staged.order);
    if (!mail.order.empty() && m_writer->waitingSteps() > mostSteps)
        mail.order = {OrderRecord{order()}};
    for (const auto &[id, change] : staged.cells) {
        if (const Cell *cell = m_notebook->find(CellId(id)))
            mail.cells[id] = {*cell, change};
    }
    if (staged.document) {
        const NotebookFields fields = m_notebook->fields();
        DocumentRecord record{.formatMinor = fields.formatMinor, .metadata = fields.metadata};
        for (const ByteSlice &field : fields.otherFields)
            record.otherFields += field.toByteArray();
        mail.document = std::move(record);
    }
    return mail;
}

QList<quint64> Journal::order() const
{
    QList<quint64> cells;
    cells.reserve(m_notebook->cellCount());
    for (int i = 0; i < m_notebook->cellCount(); ++i)
        cells += m_notebook->idAt(i).value();
    return cells;
}

void Journal::beginSave()
{
    m_save = Save{.cells = order(), .since = {}};
}

void Journal::saved(JournaledFile file)
{
    if (!m_notebook)
        return;
    // Somebody else's file came in between: nobody knows what of the document was in the snapshot.
    if (!m_save)
        return m_notebook->isModified() ? followUnsaved(*m_notebook, std::move(file), {}, 0)
                                        : follow(*m_notebook, std::move(file));
    m_file = std::move(file);
    Save save = *std::exchange(m_save, std::nullopt);
    startFromFile();
    for (const auto &[cell, change] : save.since.cells)
        m_staged.cells[cell] |= change;
    m_staged.document = m_staged.document || save.since.document;
    if (!save.since.order.empty())
        m_staged.order = {OrderRecord{order()}};
    m_start->base.cells = std::move(save.cells);
    tellAnew();
}

void Journal::saveFailed()
{
    m_save.reset();
    schedule();
}

quint64 Journal::flush()
{
    handOver(true);
    post({.isUrgent = true});
    return m_ticket;
}

void Journal::discard()
{
    m_isDiscarded = true;
    post({.start = JournalMail::Start{}});
}

} // namespace sessionbook
