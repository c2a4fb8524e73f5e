#include "notebook/files/NotebookFile.h"
#include "wording/ErrorText.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// What is said of files that are not opened: the file, the place, and below it the reason.
void verifyIsTold(const Error &error, const QString &name)
{
    const QString text = ErrorText::of(error);
    QVERIFY2(text.contains(u"‘%1’"_s.arg(name)), qPrintable(text));
    QVERIFY2(!error.detail.isEmpty(), qPrintable(text));
    if (error.kind != ErrorKind::InvalidJson && error.kind != ErrorKind::NotText)
        return;
    QVERIFY2(text.contains(u"line %1"_s.arg(error.line.value_or(0))), qPrintable(text));
    QVERIFY2(text.contains(u"column %1"_s.arg(error.column.value_or(0))), qPrintable(text));
}

} // namespace

/// Files that are refused, from the disk to the sentence.
class RefusalsTest : public QObject
{
    Q_OBJECT
private slots:
    void refusedFilesAreNamedWithTheirPlace_data();
    void refusedFilesAreNamedWithTheirPlace();
    void sharedFilesThatAreRefusedAreNamedWithTheirPlace();
};

void RefusalsTest::refusedFilesAreNamedWithTheirPlace_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail");
    QTest::newRow("cut") << u"a.ipynb"_s << QByteArray("{\n \"cells\": [")
                         << u"‘a.ipynb’ is damaged at line 2, column 12, or cut off there. Mend "
                            "that line, or open an earlier copy."_s
                         << u"the text ends early"_s;
    QTest::newRow("text") << u"a.ipynb"_s << QByteArray("print(1)\n")
                          << u"‘a.ipynb’ is damaged at line 1, column 1, or cut off there. Mend "
                             "that line, or open an earlier copy."_s
                          << u"expected a value"_s;
    QTest::newRow("other JSON") << u"a.ipynb"_s << QByteArray("[1]")
                                << u"‘a.ipynb’ is not a notebook. Choose a file that Jupyter or "
                                   "Sessionbook wrote."_s
                                << u"found a list"_s;
    QTest::newRow("newer") << u"a.ipynb"_s << QByteArray(R"({"cells": [], "nbformat": 5})")
                           << u"‘a.ipynb’ is a notebook of a format newer than 4. Update "
                              "Sessionbook, or save it as format 4 with Jupyter."_s
                           << u"nbformat 5"_s;
    QTest::newRow("script")
        << u"a.py"_s << QByteArray("x = 1\n# caf\xe9\n")
        << u"‘a.py’ is not text in UTF-8: line 2, column 6 cannot be read. Save "
           "it as UTF-8 with the editor it comes from."_s
        << u"not UTF-8"_s;
}

void RefusalsTest::refusedFilesAreNamedWithTheirPlace()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto loaded = NotebookFile::load(file.fileName());
    QVERIFY(!loaded);
    QTEST(ErrorText::of(loaded.error()), "text");
    QTEST(loaded.error().detail, "detail");
}

void RefusalsTest::sharedFilesThatAreRefusedAreNamedWithTheirPlace()
{
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    if (!folder.exists())
        QSKIP("the shared folder with notebooks is absent");
    int refused = 0;
    for (const QFileInfo &info : folder.entryInfoList({u"*.ipynb"_s}, QDir::Files)) {
        const auto loaded = NotebookFile::load(info.filePath());
        if (loaded)
            continue;
        ++refused;
        verifyIsTold(loaded.error(), info.fileName());
    }
    QVERIFY2(refused > 5, qPrintable(QString::number(refused)));
}

QTEST_GUILESS_MAIN(RefusalsTest)
#include "tst_refusals.moc"
