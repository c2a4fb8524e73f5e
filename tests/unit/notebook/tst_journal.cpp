#include "CrashedJournal.h"
#include "WatchedDisk.h"

#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/merge/NotebookReplacement.h"
#include "notebook/recovery/Journal.h"
#include "notebook/recovery/JournalFile.h"
#include "notebook/recovery/JournalWriter.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QByteArray threeCells = R"json({
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "first",
   "metadata": {},
   "outputs": [{"name": "stdout", "output_type": "stream", "text": ["one\n"]}],
   "source": ["print('one')"]
  },
  {
   "cell_type": "markdown",
   "id": "second",
   "metadata": {"tags": ["kept"]},
   "source": ["# Title\n", "text"]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "third",
   "metadata": {},
   "outputs": [],
   "source": ["x = 1"]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
)json";

/// A notebook that was opened from a file, with its journal.
class OpenedNotebook
{
public:
    explicit OpenedNotebook(const QByteArray &bytes = threeCells,
                            const QString &name = u"work.ipynb"_s)
        : path(directory.filePath(name))
        , journals(directory.filePath(u"journals"_s))
    {
        QDir().mkpath(journals);
        write(bytes);
        auto loaded = NotebookFile::load(path);
        fingerprint = loaded->state.fingerprint;
        notebook = std::make_unique<Notebook>(std::move(loaded->data));
        journal = std::make_unique<Journal>(journals);
        journal->follow(*notebook, file());
    }

    void write(const QByteArray &bytes) const
    {
        QFile target(path);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size())
            qFatal("cannot write");
    }
    [[nodiscard]] JournaledFile file() const
    {
        return {
            .path = path, .fingerprint = fingerprint, .content = notebook->snapshot().origin.text};
    }
    [[nodiscard]] CellId id(int index) const { return notebook->idAt(index); }
    [[nodiscard]] NotebookEditor edit() const { return NotebookEditor(*notebook); }
    [[nodiscard]] QByteArray text() const { return IpynbWriter::write(notebook->snapshot()); }
    /// Waits until the journal's thread has written everything.
    void store() const
    {
        QSignalSpy spy(journal.get(), &Journal::stored);
        journal->flush();
        if (!spy.wait(30000))
            qFatal("the journal was not stored");
    }
    /// As it is; nobody types meanwhile.
    void save()
    {
        journal->beginSave();
        fingerprint = NotebookFile::save(path, notebook->snapshot())->fingerprint;
        notebook->markSaved();
        journal->saved(file());
    }
    [[nodiscard]] qint64 journalSize() const
    {
        const auto files = QDir(journals).entryInfoList({u"*.journal"_s}, QDir::Files);
        return files.isEmpty() ? 0 : files.first().size();
    }
    [[nodiscard]] QStringList journalFiles() const
    {
        return QDir(journals).entryList(QDir::Files | QDir::Hidden);
    }

    QTemporaryDir directory;
    QString path;
    QString journals;
    FileFingerprint fingerprint;
    std::unique_ptr<Notebook> notebook;
    std::unique_ptr<Journal> journal;
};

Output printed(const QString &text)
{
    return Output::stream(u"stdout"_s, text);
}

QByteArray textOf(const RecoveredDocument &document)
{
    return IpynbWriter::write(document.data);
}

/// As an animation does: each picture takes the place of the last.
void showPicture(const OpenedNotebook &opened, int number)
{
    const QByteArray mark = QByteArray::number(number);
    const QByteArray picture(200'000, 'A');
    const QByteArray text(150'000, char('a' + number % 26));
    opened.notebook->setOutputs(opened.id(0),
                                {Output::display({.data = {{{u"image/png"_s, mark + picture + mark},
                                                            {u"text/plain"_s, mark + text}}}})},
                                number);
}

/// Shows pictures, each when the last one is written, until the journal is written anew.
template<typename IsCompacting>
void showPicturesUntil(const OpenedNotebook &opened, IsCompacting isCompacting)
{
    for (int i = 0; i < 100 && !isCompacting(); ++i) {
        const qint64 before = opened.journalSize();
        showPicture(opened, i);
        QTRY_VERIFY(opened.journalSize() != before || isCompacting());
    }
    QVERIFY(isCompacting());
}

/// One step of any kind at any place.
void changeSomething(OpenedNotebook &opened, QRandomGenerator &random)
{
    Notebook &notebook = *opened.notebook;
    NotebookEditor editor(notebook);
    const int count = notebook.cellCount();
    const int at = count == 0 ? 0 : int(random.bounded(count));
    const int kind = int(random.bounded(10));
    if (count == 0 || kind == 0) {
        editor.insertCells(at, {Cell::code(u"new %1"_s.arg(random.generate()))});
    } else if (kind < 4) {
        QString source = notebook.cellAt(at).source;
        source.insert(random.bounded(source.size() + 1), u"ä%1"_s.arg(random.bounded(1000)));
        editor.setSource(notebook.idAt(at), source);
    } else if (kind == 4 && count > 2) {
        editor.removeCells({notebook.idAt(at)});
    } else if (kind == 5) {
        editor.moveCell(notebook.idAt(at), int(random.bounded(count)));
    } else if (kind == 6) {
        editor.setKind(notebook.idAt(at), static_cast<CellKind>(random.bounded(3)));
    } else if (kind == 7) {
        editor.splitCell(notebook.idAt(at), notebook.cellAt(at).source.size() / 2);
    } else if (kind == 8) {
        auto outputs = notebook.cellAt(at).outputs;
        if (outputs.size() > 3)
            outputs.removeAt(int(random.bounded(outputs.size())));
        outputs += printed(u"line %1\n"_s.arg(random.generate()));
        notebook.setOutputs(notebook.idAt(at), outputs, int(random.bounded(100)));
    } else if (random.bounded(2) == 0) {
        notebook.undoStack().undo();
    } else {
        notebook.undoStack().redo();
    }
}

} // namespace

class JournalTest : public QObject
{
    Q_OBJECT
private slots:
    void nothingIsWrittenBeforeSomethingChanges();
    void everyKindOfChangeComesBack();
    void randomWorkComesBackByteForByte();
    void aChangeOfSeveralStepsIsWholeOrAbsent();
    void anotherNotebookInItsPlaceComesBack();
    void aNotebookWithoutFileComesBack();
    void outputsAreWrittenOnce();
    void aGrowingStreamIsWrittenOnce();
    void journalVanishesWhenSaved();
    void outputsOfAScriptAreKeptThoughNoSaveKeepsThem();
    void journalVanishesWhenUndone();
    void journalVanishesWhenDiscarded();
    void journalStaysWhenTheProgramEndsOtherwise();
    void editsDuringASaveStayInTheJournal();
    void failedSaveKeepsEverything();
    void fileThatWasRemovedComesBackFromTheCopy();
    void fileThatWasChangedKeepsItsPlaceAndIsTold();
    void cellsGoIntoTheChangedFileWhereThereIsNoCopy();
    void documentOfALostFileIsJournalledWhole();
    void recoveredDocumentIsJournalledAnew();
    void savedVersionOfTheSameSizeIsCopied();
    void whatWaitsIsOneStateACell();
    void thousandsOfStepsBecomeOneOrder();
    void journalOfALivingProgramIsNoOrphan();
    void filesAreForTheOwnerAlone();
    void manyChangesAreCompacted();
    void whatTakesAJournalsPlaceIsOnTheDiskBefore();
    void aCompactionThatOutlivesASaveDisturbsNoOther();
    void fullDiskIsToldOnceAndOvercome();
    void removedDirectoryIsOvercome();
};

void JournalTest::nothingIsWrittenBeforeSomethingChanges()
{
    OpenedNotebook opened;
    opened.store();
    QCOMPARE(opened.journalFiles(), QStringList());
}

void JournalTest::everyKindOfChangeComesBack()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"print('two')"_s);
    opened.edit().moveCell(opened.id(0), 2);
    opened.edit().setKind(opened.id(0), CellKind::Raw);
    opened.edit().insertCells(1, {Cell::markdown(u"new"_s)});
    opened.edit().removeCells({opened.id(2)});
    opened.notebook->setOutputs(opened.id(2), {printed(u"two\n"_s)}, 2);
    opened.store();

    const CrashedJournal crashed(opened.journals);
    const auto document = crashed.document();
    QVERIFY(document);
    QCOMPARE(textOf(*document), opened.text());
    QCOMPARE(document->path, opened.path);
    QCOMPARE(document->fingerprint, opened.fingerprint);
    QCOMPARE(document->file, RecoveredDocument::File::Unchanged);
    QVERIFY(!document->isDamaged);
}

void JournalTest::randomWorkComesBackByteForByte()
{
    QRandomGenerator random(20240917);
    for (int round = 0; round < 20; ++round) {
        OpenedNotebook opened;
        for (int i = 0; i < 60; ++i) {
            changeSomething(opened, random);
            if (random.bounded(4) == 0)
                QCoreApplication::processEvents(); // a turn of the event loop ends
        }
        opened.store();
        const CrashedJournal crashed(opened.journals);
        if (opened.notebook->isModified())
            QCOMPARE(textOf(*crashed.document()), opened.text());
    }
}

/// A split shortens one cell and makes another: without the second step text would be lost.
void JournalTest::aChangeOfSeveralStepsIsWholeOrAbsent()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(1), u"before"_s);
    opened.store();
    const qint64 before = opened.journalSize();
    opened.edit().splitCell(opened.id(0), 5);
    opened.store();

    const auto name = QDir(opened.journals).entryList({u"*.journal"_s}).first();
    QFile file(opened.journals + u'/' + name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.size() > before + 2);
    for (qsizetype size = before; size < bytes.size(); ++size) {
        const auto content = JournalReader::read(QByteArrayView(bytes).first(size));
        QVERIFY(content);
        const auto document = RecoveredDocument::from(*content, {});
        QCOMPARE(document.data.cells.size(), 3);
        QCOMPARE(document.data.cells.at(0).source, u"print('one')"_s);
        QCOMPARE(document.data.cells.at(1).source, u"before"_s);
    }
}

/// A merge, a reload, a restored version: metadata of notebook and cells too.
void JournalTest::anotherNotebookInItsPlaceComesBack()
{
    OpenedNotebook opened;
    QByteArray other = threeCells;
    other.replace("kept", "other")
        .replace(R"("metadata": {},
 "nbformat")",
                 R"("metadata": {"title": "x"},
 "nbformat")");
    other.replace("print('one')", "print('two')");
    NotebookReplacement::apply(*opened.notebook, *IpynbReader::read(other), u"Merge"_s);
    opened.store();
    QVERIFY(opened.text().contains("title"));
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::aNotebookWithoutFileComesBack()
{
    const QTemporaryDir directory;
    Notebook notebook;
    Journal journal(directory.path());
    journal.follow(notebook, {.name = u"Tour"_s});
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"import math"_s);
    NotebookEditor(notebook).insertCells(1, {Cell::code(u"math.pi"_s)});
    QSignalSpy stored(&journal, &Journal::stored);
    journal.flush();
    QVERIFY(stored.wait());

    const CrashedJournal crashed(directory.path());
    const auto document = crashed.document();
    QVERIFY(document);
    QCOMPARE(document->path, QString());
    QCOMPARE(document->name, u"Tour"_s);
    QCOMPARE(IpynbWriter::write(document->data), IpynbWriter::write(notebook.snapshot()));
}

void JournalTest::outputsAreWrittenOnce()
{
    OpenedNotebook opened;
    QList<Output> outputs;
    qint64 bytes = 0;
    for (int i = 0; i < 300; ++i) {
        outputs
            += Output::display({.data = {{{u"text/plain"_s, "value " + QByteArray::number(i)}}}});
        bytes += outputs.last().json().size();
        opened.notebook->setOutputs(opened.id(0), outputs, 1);
        QCoreApplication::processEvents();
    }
    opened.store();
    QVERIFY2(opened.journalSize() < bytes * 3 / 2,
             qPrintable(QString::number(opened.journalSize())));
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::aGrowingStreamIsWrittenOnce()
{
    OpenedNotebook opened;
    QString text;
    for (int i = 0; i < 300; ++i) {
        text += u"step %1 of 300: loss 0.%2 \u00e4\n"_s.arg(i).arg(i * 7919 % 1000);
        opened.notebook->setOutputs(opened.id(0), {printed(text)}, 1);
        QCoreApplication::processEvents();
    }
    opened.store();
    const qint64 bytes = printed(text).json().size();
    QVERIFY2(opened.journalSize() < bytes * 2, qPrintable(QString::number(opened.journalSize())));
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::journalVanishesWhenSaved()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    QVERIFY(!opened.journalFiles().isEmpty());

    opened.save();
    QTRY_COMPARE(opened.journalFiles(), QStringList());

    // And the next change is told against what was saved.
    opened.edit().setSource(opened.id(2), u"changed again"_s);
    opened.store();
    const auto document = CrashedJournal(opened.journals).document();
    QCOMPARE(textOf(*document), opened.text());
    QCOMPARE(document->file, RecoveredDocument::File::Unchanged);
    QCOMPARE(document->differences.size(), 1);
}

void JournalTest::journalVanishesWhenUndone()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    opened.notebook->undoStack().undo();
    QTRY_COMPARE(opened.journalFiles(), QStringList());
    opened.notebook->undoStack().redo();
    opened.store();
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::journalVanishesWhenDiscarded()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    opened.journal->discard();
    opened.journal.reset();
    QCOMPARE(opened.journalFiles(), QStringList());
}

void JournalTest::journalStaysWhenTheProgramEndsOtherwise()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    const QByteArray text = opened.text();
    opened.journal.reset(); // without a turn of the event loop
    const auto orphans = OrphanJournals::claimAll(opened.journals);
    QCOMPARE(orphans.size(), 1U);
    const auto document
        = RecoveredDocument::from(orphans.front()->content(), orphans.front()->copyPath());
    QCOMPARE(textOf(document), text);
}

void JournalTest::editsDuringASaveStayInTheJournal()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"saved"_s);
    opened.store();
    opened.journal->beginSave();
    const NotebookData snapshot = opened.notebook->snapshot();
    opened.edit().setSource(opened.id(2), u"typed meanwhile"_s);
    opened.edit().insertCells(0, {Cell::code(u"new"_s)});
    opened.fingerprint = NotebookFile::save(opened.path, snapshot)->fingerprint;
    opened.journal->saved(opened.file());
    opened.store();

    const auto document = CrashedJournal(opened.journals).document();
    QVERIFY(document);
    QCOMPARE(textOf(*document), opened.text());
    QCOMPARE(document->file, RecoveredDocument::File::Unchanged);
    QCOMPARE(document->differences.size(), 2);
}

void JournalTest::failedSaveKeepsEverything()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"first"_s);
    opened.journal->beginSave();
    opened.edit().setSource(opened.id(2), u"second"_s);
    opened.journal->saveFailed();
    opened.store();
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::fileThatWasRemovedComesBackFromTheCopy()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    QTRY_COMPARE(opened.journalFiles().size(), 2);
    QVERIFY(QFile::remove(opened.path));
    const auto document = CrashedJournal(opened.journals).document();
    QCOMPARE(textOf(*document), opened.text());
    QCOMPARE(document->file, RecoveredDocument::File::Missing);
    QCOMPARE(document->base, RecoveredDocument::Base::Exact);
}

void JournalTest::fileThatWasChangedKeepsItsPlaceAndIsTold()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    QTRY_COMPARE(opened.journalFiles().size(), 2);
    QByteArray other = threeCells;
    opened.write(other.replace("x = 1", "x = 2"));
    const auto document = CrashedJournal(opened.journals).document();
    QCOMPARE(document->file, RecoveredDocument::File::Changed);
    QCOMPARE(textOf(*document), opened.text());
    QCOMPARE(document->fingerprint, opened.fingerprint); // so that saving asks
    QCOMPARE(document->differences.size(), 2);
}

void JournalTest::cellsGoIntoTheChangedFileWhereThereIsNoCopy()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.edit().insertCells(2, {Cell::code(u"new"_s)});
    opened.notebook->setOutputs(opened.id(3), {printed(u"ran\n"_s)}, 7);
    opened.store();
    QByteArray other = threeCells;
    opened.write(other.replace("# Title", "# Other title"));
    const CrashedJournal crashed(opened.journals);
    const auto document = RecoveredDocument::from(crashed.orphan().content(), {});
    QCOMPARE(document.base, RecoveredDocument::Base::PresentFile);
    QStringList sources;
    for (const Cell &cell : document.data.cells)
        sources += cell.source;
    QCOMPARE(sources, QStringList({u"changed"_s, u"# Other title\ntext"_s, u"new"_s, u"x = 1"_s}));
    QCOMPARE(document.data.cells.last().executionCount, 7);
}

void JournalTest::documentOfALostFileIsJournalledWhole()
{
    OpenedNotebook opened;
    QVERIFY(QFile::remove(opened.path));
    opened.notebook->markModified();
    opened.journal->tellAll();
    opened.store();
    const CrashedJournal crashed(opened.journals);
    const auto document = RecoveredDocument::from(crashed.orphan().content(), {});
    QCOMPARE(document.data.cells.size(), 3);
    QCOMPARE(document.data.cells.at(1).source, u"# Title\ntext"_s);
    QCOMPARE(document.data.cells.at(0).outputs.size(), 1);
}

void JournalTest::outputsOfAScriptAreKeptThoughNoSaveKeepsThem()
{
    OpenedNotebook opened("# %%\nx = 1\n\n# %%\nx\n", u"work.py"_s);
    const auto outputsAfterCrash = [&opened] {
        const auto document = CrashedJournal(opened.journals).document();
        QList<QList<Output>> outputs;
        for (const Cell &cell : document ? document->data.cells : QList<Cell>())
            outputs += cell.outputs;
        return outputs;
    };
    using Outputs = QList<QList<Output>>;
    opened.store();
    QCOMPARE(opened.journalFiles(), QStringList());
    opened.notebook->setOutputs(opened.id(1), {printed(u"1\n"_s)}, 2);
    QVERIFY(!opened.notebook->isModified());
    opened.store();
    QCOMPARE(outputsAfterCrash(), (Outputs{{}, {printed(u"1\n"_s)}}));
    QVERIFY(!CrashedJournal(opened.journals).document()->saysWhatTheFileSays());

    opened.edit().setSource(opened.id(0), u"x = 2"_s);
    opened.save();
    opened.store();
    QCOMPARE(outputsAfterCrash(), (Outputs{{}, {printed(u"1\n"_s)}}));
    QCOMPARE(CrashedJournal(opened.journals).document()->data.cells.first().source, u"x = 2"_s);

    opened.edit().setSource(opened.id(0), u"x = 3"_s);
    opened.notebook->undoStack().undo();
    opened.journal->follow(*opened.notebook, opened.file()); // as after the file was loaded again
    opened.store();
    QCOMPARE(outputsAfterCrash(), (Outputs{{}, {printed(u"1\n"_s)}}));

    opened.notebook->setOutputs(opened.id(1), {}, std::nullopt);
    QTRY_COMPARE(opened.journalFiles(), QStringList());
}

/// What is in memory is the version before.
void JournalTest::savedVersionOfTheSameSizeIsCopied()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(2), u"x = 2"_s);
    opened.save();
    opened.edit().setSource(opened.id(2), u"x = 3"_s);
    opened.store();
    QTRY_COMPARE(opened.journalFiles().size(), 2);
    QVERIFY(QFile::remove(opened.path));
    const auto document = CrashedJournal(opened.journals).document();
    QCOMPARE(document->base, RecoveredDocument::Base::Exact);
    QCOMPARE(document->data.cells.at(2).source, u"x = 3"_s);
}

void JournalTest::whatWaitsIsOneStateACell()
{
    JournalMail waiting;
    for (quint64 i = 1; i <= 10'000; ++i) {
        Cell cell = Cell::code(QString::number(i));
        cell.id = CellId(i % 2 + 1);
        waiting.append({.cells = {{cell.id.value(), {cell, {.head = true}}}}, .ticket = i});
    }
    QCOMPARE(waiting.cells.size(), 2U);
    QCOMPARE(waiting.cells.at(1).cell.source, u"10000"_s);
    QCOMPARE(waiting.ticket, 10'000U);
}

void JournalTest::thousandsOfStepsBecomeOneOrder()
{
    OpenedNotebook opened;
    for (int i = 0; i < 5000; ++i)
        opened.edit().moveCell(opened.id(0), 2);
    opened.edit().moveCell(opened.id(0), 1);
    opened.store();
    QVERIFY(opened.journalSize() < 8000);
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::recoveredDocumentIsJournalledAnew()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.edit().removeCells({opened.id(1)});
    opened.edit().insertCells(0, {Cell::code(u"new"_s)});
    opened.store();
    const auto document = CrashedJournal(opened.journals).document();

    const QTemporaryDir directory;
    Notebook notebook(document->data);
    notebook.markModified();
    Journal journal(directory.path());
    QSignalSpy stored(&journal, &Journal::stored);
    journal.followUnsaved(notebook, {.path = opened.path, .fingerprint = document->fingerprint},
                          document->baseCells, document->baseCellCount);
    QVERIFY(stored.wait());
    const auto again = CrashedJournal(directory.path()).document();
    QVERIFY(again);
    QCOMPARE(textOf(*again), opened.text());
    QCOMPARE(again->differences, document->differences);
}

void JournalTest::journalOfALivingProgramIsNoOrphan()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    QCOMPARE(OrphanJournals::claimAll(opened.journals).size(), 0U);
    QVERIFY(!opened.journalFiles().isEmpty());

    // And an orphan is offered by one program only.
    const CrashedJournal first(opened.journals);
    QCOMPARE(first.count(), 1U);
    QCOMPARE(OrphanJournals::claimAll(first.path()).size(), 0U);
}

void JournalTest::filesAreForTheOwnerAlone()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"changed"_s);
    opened.store();
    QTRY_COMPARE(opened.journalFiles().size(), 2);
    for (const QString &name : opened.journalFiles())
        QCOMPARE(QFile::permissions(opened.journals + u'/' + name) & 0x77, QFile::Permissions());
}

void JournalTest::manyChangesAreCompacted()
{
    OpenedNotebook opened;
    for (int i = 0; i < 100; ++i) {
        showPicture(opened, i);
        opened.store();
    }
    QTRY_VERIFY(opened.journalSize() < 10'000'000);
    opened.store();
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

/// After the computer's end the place would else hold neither the old one nor the new one.
void JournalTest::whatTakesAJournalsPlaceIsOnTheDiskBefore()
{
    WatchedDisk disk;
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"saved"_s);
    opened.store();
    opened.journal->beginSave();
    const NotebookData snapshot = opened.notebook->snapshot();
    opened.edit().setSource(opened.id(2), u"typed meanwhile"_s);
    opened.store();
    opened.fingerprint = NotebookFile::save(opened.path, snapshot)->fingerprint;
    opened.journal->saved(opened.file());
    opened.store();
    QCOMPARE(disk.unsafeReplacements(), QList<QByteArray>());
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
    opened.journal.reset();
}

/// The disk stands still while a journal that grew is written anew; meanwhile the document is saved
/// and changed, and the journal of these changes grows as large.
void JournalTest::aCompactionThatOutlivesASaveDisturbsNoOther()
{
    WatchedDisk disk;
    OpenedNotebook opened;
    disk.holdUnpublished();
    showPicturesUntil(opened, [&disk] { return disk.isHolding(); });
    opened.save();
    QTRY_COMPARE(opened.journalSize(), 0);
    const auto unpublished = [&opened] {
        return QDir(opened.journals).entryList({u"*.journal-new"_s}, QDir::Files).size();
    };
    const auto heldBack = unpublished();
    QCOMPARE(heldBack, 1);
    opened.edit().setSource(opened.id(2), u"changed"_s);
    QTRY_VERIFY(opened.journalSize() > 0);
    QCOMPARE(unpublished(), heldBack); // the one that waits keeps its own
    showPicturesUntil(opened, [&] { return unpublished() > heldBack; });
    const qint64 grown = opened.journalSize();

    disk.release();
    QTRY_VERIFY(opened.journalSize() < grown / 2);
    QTRY_COMPARE(unpublished(), 0);
    QCOMPARE(disk.unsafeReplacements(), QList<QByteArray>());
    opened.store();
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
    opened.journal.reset();
}

void JournalTest::fullDiskIsToldOnceAndOvercome()
{
    OpenedNotebook opened;
    if (::geteuid() != 0
        || QProcess::execute(
               u"mount"_s,
               {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=128k"_s, u"none"_s, opened.journals})
            != 0)
        QSKIP("a small file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] {
        QProcess::execute(u"umount"_s, {u"-l"_s, opened.journals});
    });
    QSignalSpy failed(opened.journal.get(), &Journal::failed);
    QSignalSpy recovered(opened.journal.get(), &Journal::recovered);
    opened.edit().setSource(opened.id(2), u"before"_s);
    opened.store();

    opened.edit().setSource(opened.id(0), QString(100'000, u'x'));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::DiskFull);
    // What was there before is whole.
    QCOMPARE(CrashedJournal(opened.journals).document()->data.cells.at(2).source, u"before"_s);
    opened.edit().setSource(opened.id(1), u"while it is full"_s);
    // It tries again, in vain.
    QTest::qWait(int(JournalWriter::retryInterval.count()) + 500);
    QCOMPARE(failed.size(), 1);

    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,size=4m"_s, opened.journals}), 0);
    QTRY_COMPARE_WITH_TIMEOUT(recovered.size(), 1, 30000);
    opened.store();
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

void JournalTest::removedDirectoryIsOvercome()
{
    OpenedNotebook opened;
    opened.edit().setSource(opened.id(0), u"first"_s);
    opened.store();
    QSignalSpy failed(opened.journal.get(), &Journal::failed);
    QSignalSpy recovered(opened.journal.get(), &Journal::recovered);
    QVERIFY(QDir(opened.journals).removeRecursively());
    opened.edit().setSource(opened.id(1), u"second"_s);
    opened.journal->flush();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(QDir().mkpath(opened.journals));
    QTRY_COMPARE_WITH_TIMEOUT(recovered.size(), 1, 30000);
    QCOMPARE(textOf(*CrashedJournal(opened.journals).document()), opened.text());
}

QTEST_GUILESS_MAIN(JournalTest)
#include "tst_journal.moc"
