#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "panels/FileListView.h"
#include "panels/FilesPanel.h"
#include "panels/SessionFiles.h"
#include "panels/SessionFilesModel.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
constexpr int patience = 60000;

/// A drop as the window system delivers it: to the window's widget itself.
void dropOnWindow(QWidget &window, const QStringList &paths)
{
    QMimeData content;
    QList<QUrl> urls;
    for (const auto &path : paths)
        urls << QUrl::fromLocalFile(path);
    content.setUrls(urls);
    QDragEnterEvent enter(QPoint(20, 200), Qt::CopyAction, &content, Qt::LeftButton,
                          Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(window.findChild<QWidget *>(u"dropOverlay"_s)->isVisible());
    QDropEvent drop(QPointF(20, 200), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    QVERIFY(drop.isAccepted());
    QVERIFY(!window.findChild<QWidget *>(u"dropOverlay"_s)->isVisible());
}

int pixelsOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color ? 1 : 0;
    return count;
}

const FileRow *rowNamed(MainWindow &window, const QString &name)
{
    const auto &rows = window.findChild<FilesPanel *>()->model().rows();
    const auto place = std::ranges::find(rows, name, &FileRow::name);
    return place == rows.end() ? nullptr : &*place;
}

} // namespace

class GuiDropTest : public QObject
{
    Q_OBJECT
private slots:
    void droppedFileIsReadByACellAndPlottedInTheViewport();
    void filesThatCannotGoAreListedWithTheirReason();
    void existingFileIsAskedAbout();
    void droppedNotebookIsOpened();
    void downloadedFileIsTheSame();
    void draggedFileIsFetchedFirst();
    void tourRunsToItsError();
};

void GuiDropTest::droppedFileIsReadByACellAndPlottedInTheViewport()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    const QColor fromFile(0xd0, 0x1c, 0x8b);
    const QString path
        = program.writeFile(u"colour.csv"_s, "x,y,colour\n0,1,#d01c8b\n1,1,#d01c8b\n");
    dropOnWindow(window, {path});
    QTRY_VERIFY_WITH_TIMEOUT(rowNamed(window, u"colour.csv"_s)
                                 && rowNamed(window, u"colour.csv"_s)->kind == FileRow::Kind::File,
                             patience);

    setSource(window, 0,
              u"import pandas as pd\nimport matplotlib.pyplot as plt\n"
              "table = pd.read_csv('/mnt/data/colour.csv')\n"
              "plt.bar(table.x, table.y, color=table.colour)\nplt.show()"_s);
    QCOMPARE(pixelsOf(window.view().viewport()->grab().toImage(), fromFile), 0);
    QTest::keyClick(&window.view(), Qt::Key_Return, Qt::ShiftModifier);

    QTRY_COMPARE_WITH_TIMEOUT(imageCount(window), 1, patience);
    window.view().scrollToCell(notebookOf(window).idAt(0));
    QTRY_VERIFY_WITH_TIMEOUT(pixelsOf(window.view().viewport()->grab().toImage(), fromFile) > 1000,
                             patience);
    // Only the plot is painted in it.
    const QRect field = NotebookDriver(window.view()).geometry(0).field;
    QCOMPARE(pixelsOf(window.view().viewport()->grab(field).toImage(), fromFile), 0);
}

void GuiDropTest::filesThatCannotGoAreListedWithTheirReason()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), SessionController::Status::Ready,
                              patience);
    QVERIFY(QDir(program.directory.path()).mkdir(u"folder"_s));
    const QString huge = program.path(u"huge.bin"_s);
    QFile file(huge);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(UploadPlan::maximumBytes + 1)); // sparse
    dropOnWindow(window, {program.path(u"folder"_s), huge, program.path(u"missing.csv"_s)});

    for (const auto &name : {u"folder"_s, u"huge.bin"_s, u"missing.csv"_s}) {
        QTRY_VERIFY2(rowNamed(window, name), qPrintable(name));
        QCOMPARE(rowNamed(window, name)->kind, FileRow::Kind::Problem);
        QVERIFY(!rowNamed(window, name)->reason.isEmpty());
    }
    window.files().cancel(*rowNamed(window, u"folder"_s));
    QVERIFY(!rowNamed(window, u"folder"_s));
}

void GuiDropTest::existingFileIsAskedAbout()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"data.txt"_s, "one");
    dropOnWindow(window, {path});
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().contains(u"data.txt"_s), patience);

    program.dialogs.conflictAnswers = {ConflictChoice::KeepBoth};
    dropOnWindow(window, {path});
    QTRY_COMPARE(program.dialogs.asked, QStringList{u"conflict data.txt"_s});
    QTRY_COMPARE_WITH_TIMEOUT(window.files().names().size(), 2, patience);
}

void GuiDropTest::droppedNotebookIsOpened()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(
        u"dropped.ipynb"_s, R"({"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":4})");
    dropOnWindow(window, {path});
    QTRY_COMPARE(window.document().path(), path);
}

void GuiDropTest::downloadedFileIsTheSame()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    const QByteArray content = "bytes \x00\xff\n"_ba.repeated(5000);
    dropOnWindow(window, {program.writeFile(u"a b.bin"_s, content)});
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().contains(u"a b.bin"_s), patience);
    QSignalSpy downloaded(&window.files(), &SessionFiles::downloaded);
    window.files().download(u"a b.bin"_s, program.path(u"back.bin"_s));
    QTRY_COMPARE_WITH_TIMEOUT(downloaded.count(), 1, patience);
    QFile back(program.path(u"back.bin"_s));
    QVERIFY(back.open(QIODevice::ReadOnly));
    QCOMPARE(back.readAll(), content);

    window.files().remove({u"a b.bin"_s});
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().isEmpty(), patience);
}

void GuiDropTest::draggedFileIsFetchedFirst()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    dropOnWindow(window, {program.writeFile(u"out.txt"_s, "content")});
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().contains(u"out.txt"_s), patience);
    QSignalSpy fetched(&window.files(), &SessionFiles::fetchedForDrag);
    auto *list = window.findChild<FileListView *>(u"fileList"_s);
    emit list->dragRequested(list->model()->index(0, 0));
    QTRY_COMPARE_WITH_TIMEOUT(fetched.count(), 1, patience);
    QFile file(fetched.first().first().toString());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("content"));
}

void GuiDropTest::tourRunsToItsError()
{
    TestProgram program(realPool);
    MainWindow &window = program.newWindow();
    QTRY_COMPARE_WITH_TIMEOUT(window.session().status(), SessionController::Status::Ready,
                              patience);
    trigger(window, Command::Tour);
    QTRY_VERIFY_WITH_TIMEOUT(window.files().names().contains(u"important_data.json"_s), patience);
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(window.runs().isBusy(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
    QString all;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        all += outputText(window, i);
    QVERIFY2(all.startsWith(u"42"_s), qPrintable(all));
    QVERIFY2(all.contains(u"KeyError: "_s), qPrintable(all));
    QCOMPARE(imageCount(window), 1);
}

QTEST_MAIN(GuiDropTest)
#include "tst_gui_drop.moc"
