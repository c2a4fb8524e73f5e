#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "support/window/TestProgram.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
const QString sharedFolder = QStringLiteral(SESSIONBOOK_SHARED_DIR);
constexpr int patience = 120000;

/// The manifest's column of a shared file.
QString manifest(const QString &name, const QString &column)
{
    QFile file(sharedFolder + u"/MANIFEST.tsv"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QStringList columns = QString::fromUtf8(file.readLine()).trimmed().split(u'\t');
    while (!file.atEnd()) {
        const QStringList fields = QString::fromUtf8(file.readLine()).split(u'\t');
        if (fields.first() == name)
            return fields.value(columns.indexOf(column));
    }
    return {};
}

int errorCount(MainWindow &window)
{
    int count = 0;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        for (const Output &output : notebookOf(window).cellAt(i).outputs)
            count += std::holds_alternative<ErrorContent>(output.decode()) ? 1 : 0;
    return count;
}

} // namespace

class GuiNotebooksTest : public QObject
{
    Q_OBJECT
private slots:
    void sharedNotebookRunsAndIsSaved_data();
    void sharedNotebookRunsAndIsSaved();
};

void GuiNotebooksTest::sharedNotebookRunsAndIsSaved_data()
{
    QTest::addColumn<QString>("name");
    for (const auto *name : {"pdsh__04.00-Introduction-To-Matplotlib", "pdsh__04.03-Errorbars",
                             "nbsphinx__default-thumbnail"})
        QTest::newRow(name) << u"notebooks/%1.ipynb"_s.arg(QLatin1StringView(name));
}

void GuiNotebooksTest::sharedNotebookRunsAndIsSaved()
{
    QFETCH(QString, name);
    const QString original = sharedFolder + u'/' + name;
    if (!QFile::exists(original))
        QSKIP("the folder of shared notebooks is not here");
    TestProgram program(realPool);
    const QString path = program.path(u"run.ipynb"_s);
    QVERIFY(QFile::copy(original, path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));

    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    QTRY_COMPARE(window.document().path(), path);
    trigger(window, Command::ClearAllOutputs);
    QCOMPARE(imageCount(window), 0);
    trigger(window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!window.runs().isBusy(), patience);
    QCOMPARE(errorCount(window), manifest(name, u"run_errors"_s).toInt());
    QCOMPARE(imageCount(window), manifest(name, u"run_png"_s).toInt());
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());

    QProcess validator;
    validator.start(
        u"/usr/bin/python3"_s, // Debian's, which has Debian's nbformat
        {u"-c"_s,
         u"import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT))"_s,
         path});
    QVERIFY(validator.waitForFinished(patience));
    const QByteArray complaint = validator.readAllStandardError();
    if (complaint.contains("No module named 'nbformat'"))
        QSKIP("python3-nbformat is not installed");
    QVERIFY2(validator.exitCode() == 0, complaint.constData());
}

QTEST_MAIN(GuiNotebooksTest)
#include "tst_gui_notebooks.moc"
