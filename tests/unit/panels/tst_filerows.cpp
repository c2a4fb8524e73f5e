#include "panels/FileRow.h"
#include "panels/SessionFilesModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

SessionFile file(const QString &name, qint64 size = 1)
{
    return {
        .name = name, .directory = {}, .sizeBytes = size, .modifiedAt = {}, .isDirectory = false};
}

Upload upload(const QString &name, UploadState state, qint64 sent = 0, qint64 size = 100)
{
    Upload upload;
    upload.id = 7;
    upload.remoteName = name;
    upload.localPath = u"/home/me/"_s + name;
    upload.sizeBytes = size;
    upload.sentBytes = sent;
    upload.state = state;
    return upload;
}

QStringList namesOf(const QList<FileRow> &rows)
{
    QStringList names;
    for (const auto &row : rows)
        names << row.name;
    return names;
}

} // namespace

class FileRowsTest : public QObject
{
    Q_OBJECT
private slots:
    void problemsComeFirstThenUploadsThenFilesByName();
    void fileBeingReplacedShowsOnce();
    void endedUploadsAreNotShown();
    void failedUploadIsAProblemWithAReason();
    void uploadInAFullPoolSaysThatItWaits();
    void percentStaysInRange();
    void sizesAreReadable();
    void filesBelowDirectoriesShowTheirPath();
    void modelKeepsItsRowsWhileAnUploadProgresses();
    void markupInANameIsNoMarkupInTheHint();
};

void FileRowsTest::problemsComeFirstThenUploadsThenFilesByName()
{
    const auto rows
        = FileRow::from({file(u"b"_s), file(u"a"_s)}, {upload(u"u"_s, UploadState::Sending)},
                        {{u"/home/me/dir"_s, UploadRefusal::IsDirectory}});
    QCOMPARE(namesOf(rows), (QStringList{u"dir"_s, u"u"_s, u"a"_s, u"b"_s}));
    QVERIFY(!rows.first().reason.isEmpty());
}

void FileRowsTest::fileBeingReplacedShowsOnce()
{
    const auto rows = FileRow::from({file(u"a"_s)}, {upload(u"a"_s, UploadState::Sending, 62)}, {});
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().kind, FileRow::Kind::Upload);
    QCOMPARE(rows.first().percent, 62);
}

void FileRowsTest::endedUploadsAreNotShown()
{
    QVERIFY(FileRow::from(
                {}, {upload(u"a"_s, UploadState::Done), upload(u"b"_s, UploadState::Cancelled)}, {})
                .isEmpty());
}

void FileRowsTest::failedUploadIsAProblemWithAReason()
{
    auto failed = upload(u"a"_s, UploadState::Failed);
    failed.error = {.kind = RestError::Kind::TooLarge, .httpStatus = 413};
    const auto rows = FileRow::from({}, {failed}, {});
    QCOMPARE(rows.first().kind, FileRow::Kind::Problem);
    QVERIFY(!rows.first().reason.isEmpty());
}

void FileRowsTest::uploadInAFullPoolSaysThatItWaits()
{
    Upload waiting = upload(u"u"_s, UploadState::Sending);
    waiting.waitsForRoom = true;
    const auto rows = FileRow::from({}, {waiting}, {});
    QCOMPARE(rows.first().kind, FileRow::Kind::Upload);
    QVERIFY(rows.first().isWaiting);
    SessionFilesModel model;
    model.setRows(rows);
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole), u"u, waiting for a free session"_s);
    QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains(u"pool is full"_s));
}

void FileRowsTest::percentStaysInRange()
{
    QCOMPARE(FileRow::from({}, {upload(u"a"_s, UploadState::Sending, 120)}, {}).first().percent,
             100);
    QCOMPARE(FileRow::from({}, {upload(u"a"_s, UploadState::Sending, 0, 0)}, {}).first().percent,
             0);
}

void FileRowsTest::sizesAreReadable()
{
    QCOMPARE(FileRow::sizeText(36), u"36 B"_s);
    QCOMPARE(FileRow::sizeText(13500), u"13.5 kB"_s);
}

void FileRowsTest::filesBelowDirectoriesShowTheirPath()
{
    SessionFile inside = file(u"plot.png"_s);
    inside.directory = u"plots"_s;
    QCOMPARE(FileRow::from({inside}, {}, {}).first().name, u"plots/plot.png"_s);
}

void FileRowsTest::markupInANameIsNoMarkupInTheHint()
{
    SessionFilesModel model;
    model.setRows(FileRow::from({file(u"<img src=x>.csv"_s)}, {}, {}));
    const QString hint = model.index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(!hint.contains(u"<img"), qPrintable(hint));
}

void FileRowsTest::modelKeepsItsRowsWhileAnUploadProgresses()
{
    SessionFilesModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(FileRow::from({file(u"a"_s)}, {upload(u"u"_s, UploadState::Sending, 1)}, {}));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setRows(FileRow::from({file(u"a"_s)}, {upload(u"u"_s, UploadState::Sending, 50)}, {}));
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    model.setRows(FileRow::from({file(u"a"_s), file(u"u"_s)}, {}, {}));
    QCOMPARE(reset.count(), 1);
}

QTEST_MAIN(FileRowsTest)
#include "tst_filerows.moc"
