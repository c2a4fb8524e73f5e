#include "mainwindow/SessionController.h"
#include "panels/FilesPanel.h"
#include "panels/SessionFiles.h"
#include "panels/SessionFilesModel.h"
#include "support/AsOrdinaryUser.h"
#include "support/window/TestProgram.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QNetworkReply>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString realPool = QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool");
constexpr int patience = 60000;

void drop(QWidget &window, const QStringList &paths)
{
    QMimeData content;
    QList<QUrl> urls;
    for (const auto &path : paths)
        urls << QUrl::fromLocalFile(path);
    content.setUrls(urls);
    QDragEnterEvent enter(QPoint(20, 200), Qt::CopyAction, &content, Qt::LeftButton,
                          Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent event(QPointF(20, 200), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
    QVERIFY(event.isAccepted());
}

} // namespace

/// Files dropped on the real window that cannot go into the session: each is a row in the panel
/// with its reason, and nothing of it is sent.
class GuiRefusalsTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();

    void refusedFileIsListedAndNothingIsSent_data();
    void refusedFileIsListedAndNothingIsSent();
    void unreadableFileIsListedAndNothingIsSent();
    void goodFilesGoAndTheOthersAreListed();
    void fileThatVanishesWhileItWaitsIsListed();

private:
    [[nodiscard]] QString pathOf(const QString &kind) const;
    [[nodiscard]] const FileRow *row(const QString &name) const;
    void verifyProblem(const QString &name, const QString &reason) const;

    std::unique_ptr<TestProgram> m_program;
    MainWindow *m_window = nullptr;
    int m_sent = 0; ///< requests that carried a file, however they ended
};

void GuiRefusalsTest::init()
{
    m_program = std::make_unique<TestProgram>(realPool);
    m_sent = 0;
    connect(&m_program->network, &QNetworkAccessManager::finished, this, [this](QNetworkReply *r) {
        const bool isPost = r->operation() == QNetworkAccessManager::PostOperation;
        m_sent += isPost && r->url().path().endsWith(u"/files"_s) ? 1 : 0;
    });
    m_window = &m_program->newWindow();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Ready,
                              patience);
    // A file that may go, so that the listing is there and drops are judged at once.
    drop(*m_window, {m_program->writeFile(u"first.csv"_s, "1")});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->files().names().contains(u"first.csv"_s), patience);
    QCOMPARE(m_sent, 1); // this is how a sent file shows
    m_sent = 0;
}

void GuiRefusalsTest::cleanup()
{
    m_window = nullptr;
    m_program.reset();
}

QString GuiRefusalsTest::pathOf(const QString &kind) const
{
    const QString path = m_program->path(kind);
    if (kind == u"folder"_s)
        QDir().mkdir(path);
    else if (kind == u"pipe"_s)
        ::mkfifo(path.toLocal8Bit().constData(), 0600);
    else if (kind != u"missing"_s)
        m_program->writeFile(kind, "x");
    if (kind == u"huge"_s)
        QFile::resize(path, UploadPlan::maximumBytes + 1); // sparse
    return path;
}

const FileRow *GuiRefusalsTest::row(const QString &name) const
{
    const auto &rows = m_window->findChild<FilesPanel *>()->model().rows();
    const auto place = std::ranges::find(rows, name, &FileRow::name);
    return place == rows.end() ? nullptr : &*place;
}

void GuiRefusalsTest::verifyProblem(const QString &name, const QString &reason) const
{
    QTRY_VERIFY2_WITH_TIMEOUT(row(name) && row(name)->kind == FileRow::Kind::Problem,
                              qPrintable(name), patience);
    QVERIFY2(row(name)->reason.contains(reason), qPrintable(row(name)->reason));
}

void GuiRefusalsTest::refusedFileIsListedAndNothingIsSent_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a folder") << u"folder"_s << u"it is a folder"_s;
    QTest::newRow("over 128 MB") << u"huge"_s << u"larger than 128"_s;
    QTest::newRow("gone") << u"missing"_s << u"no longer there"_s;
    QTest::newRow("a pipe") << u"pipe"_s << u"read it"_s;
    QTest::newRow("question mark") << u"what?.csv"_s << u"does not accept this name"_s;
    QTest::newRow("line end") << u"two\nlines.csv"_s << u"does not accept this name"_s;
}

void GuiRefusalsTest::refusedFileIsListedAndNothingIsSent()
{
    QFETCH(QString, name);
    QFETCH(QString, reason);
    drop(*m_window, {pathOf(name)});
    verifyProblem(name, reason);
    // The next file that goes comes after everything that was sent for the one before.
    drop(*m_window, {pathOf(u"after.csv"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->files().names().contains(u"after.csv"_s), patience);
    QCOMPARE(m_sent, 1);
}

void GuiRefusalsTest::unreadableFileIsListedAndNothingIsSent()
{
    QVERIFY(QFile::setPermissions(m_program->directory.path(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner
                                      | QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther
                                      | QFile::ExeOther));
    const QString path = pathOf(u"secret.csv"_s);
    QVERIFY(QFile::setPermissions(path, QFile::Permissions()));
    {
        const AsOrdinaryUser ordinary;
        if (!ordinary.isOrdinary())
            QSKIP("root may read everything and cannot step down here");
        drop(*m_window, {path});
    }
    verifyProblem(u"secret.csv"_s, u"no permission"_s);
    QCOMPARE(m_sent, 0);
}

void GuiRefusalsTest::goodFilesGoAndTheOthersAreListed()
{
    const QStringList refused{u"folder"_s, u"huge"_s, u"missing"_s, u"what?.csv"_s};
    const QStringList good{u"one.csv"_s, u"two.csv"_s, u"größe.csv"_s};
    QStringList paths;
    for (qsizetype i = 0; i < refused.size(); ++i)
        paths << pathOf(refused.at(i)) << (i < good.size() ? pathOf(good.at(i)) : QString());
    paths.removeAll(QString());
    drop(*m_window, paths);

    for (const auto &name : refused)
        verifyProblem(name, name);
    for (const auto &name : good)
        QTRY_VERIFY2_WITH_TIMEOUT(m_window->files().names().contains(name), qPrintable(name),
                                  patience);
    QCOMPARE(m_sent, int(good.size()));
    for (const auto &name : refused) // they stay until somebody takes them away
        QVERIFY(row(name));
}

void GuiRefusalsTest::fileThatVanishesWhileItWaitsIsListed()
{
    // Two go at a time, so the third has been accepted and waits when it is taken away.
    drop(*m_window, {pathOf(u"one.csv"_s), pathOf(u"two.csv"_s), pathOf(u"vanishing.csv"_s)});
    QVERIFY(QFile::remove(m_program->path(u"vanishing.csv"_s)));
    verifyProblem(u"vanishing.csv"_s, u"file"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->files().names().contains(u"two.csv"_s), patience);
    QCOMPARE(m_sent, 2);
}

QTEST_MAIN(GuiRefusalsTest)
#include "tst_gui_refusals.moc"
