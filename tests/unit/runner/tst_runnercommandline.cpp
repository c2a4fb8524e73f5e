#include "RunnerCommandLine.h"

#include "CellTags.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

RunnerCommandLine parse(const QStringList &arguments)
{
    return RunnerCommandLine::parse(QStringList{u"sessionbook-run"_s} + arguments);
}

} // namespace

class RunnerCommandLineTest : public QObject
{
    Q_OBJECT

private slots:
    void notebookAloneIsExecutedInPlaceAndLocally();
    void everyOptionIsRead();
    void uploadTakesEveryNameUpToTheNextOption();
    void outputOfAnyFormatIsAccepted_data();
    void outputOfAnyFormatIsAccepted();
    void badUse_data();
    void badUse();
    void helpNamesEveryOptionAndTheExitCodes();
    void versionIsShown();
    void tagsOfCells_data();
    void tagsOfCells();
};

void RunnerCommandLineTest::notebookAloneIsExecutedInPlaceAndLocally()
{
    const RunnerCommandLine commandLine = parse({u"in.ipynb"_s});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Run);
    QCOMPARE(commandLine.options.input, u"in.ipynb"_s);
    QCOMPARE(commandLine.options.output, u"in.ipynb"_s);
    QVERIFY(!commandLine.options.pool);
    QVERIFY(commandLine.options.executes);
    QVERIFY(!commandLine.options.allowErrors);
    QCOMPARE(commandLine.options.cellTimeout.count(), 0);
}

void RunnerCommandLineTest::everyOptionIsRead()
{
    const RunnerCommandLine commandLine
        = parse({u"--pool"_s, u"https://pool.example/p"_s, u"--timeout"_s, u"30"_s,
                 u"--allow-errors"_s, u"--no-execute"_s, u"-o"_s, u"out.ipynb"_s, u"in.ipynb"_s});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Run);
    QCOMPARE(commandLine.options.output, u"out.ipynb"_s);
    QCOMPARE(commandLine.options.pool->url, QUrl(u"https://pool.example/p"_s));
    QCOMPARE(commandLine.options.cellTimeout.count(), 30);
    QVERIFY(commandLine.options.allowErrors);
    QVERIFY(!commandLine.options.executes);
}

void RunnerCommandLineTest::uploadTakesEveryNameUpToTheNextOption()
{
    const RunnerCommandLine commandLine
        = parse({u"in.ipynb"_s, u"--upload"_s, u"a.csv"_s, u"b c.csv"_s, u"-o"_s, u"out.ipynb"_s,
                 u"--upload"_s, u"d.csv"_s});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Run);
    QCOMPARE(commandLine.options.uploads, QStringList({u"a.csv"_s, u"b c.csv"_s, u"d.csv"_s}));
    QCOMPARE(commandLine.options.output, u"out.ipynb"_s);
}

void RunnerCommandLineTest::outputOfAnyFormatIsAccepted_data()
{
    QTest::addColumn<QString>("output");
    for (const QString &name : {u"b.html"_s, u"b.md"_s, u"b.py"_s, u"/x/b.HTM"_s, u"b.ipynb"_s})
        QTest::newRow(qPrintable(name)) << name;
    QTest::newRow("what was read, whatever its name") << u"in.notebook"_s;
}

void RunnerCommandLineTest::outputOfAnyFormatIsAccepted()
{
    QFETCH(QString, output);

    const RunnerCommandLine commandLine = parse({u"in.notebook"_s, u"-o"_s, output});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Run);
    QCOMPARE(commandLine.options.output, output);
}

void RunnerCommandLineTest::badUse_data()
{
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("nothing") << QStringList();
    QTest::newRow("two notebooks") << QStringList{u"a.ipynb"_s, u"b.ipynb"_s};
    QTest::newRow("unknown option") << QStringList{u"a.ipynb"_s, u"--fast"_s};
    QTest::newRow("output without a name") << QStringList{u"a.ipynb"_s, u"-o"_s};
    QTest::newRow("timeout in words") << QStringList{u"a.ipynb"_s, u"--timeout"_s, u"long"_s};
    QTest::newRow("negative timeout") << QStringList{u"a.ipynb"_s, u"--timeout=-1"_s};
    QTest::newRow("insecure pool")
        << QStringList{u"a.ipynb"_s, u"--pool"_s, u"http://example.org"_s};
    QTest::newRow("no address") << QStringList{u"a.ipynb"_s, u"--pool"_s, u"pool"_s};
    QTest::newRow("output of no format")
        << QStringList{u"a.ipynb"_s, u"-o"_s, u"a.pdf"_s, u"--no-execute"_s};
    QTest::newRow("output without a format")
        << QStringList{u"a.ipynb"_s, u"-o"_s, u"html"_s, u"--no-execute"_s};
    QTest::newRow("upload took the notebook")
        << QStringList{u"--upload"_s, u"x.csv"_s, u"a.ipynb"_s};
}

void RunnerCommandLineTest::badUse()
{
    QFETCH(QStringList, arguments);

    const RunnerCommandLine commandLine = parse(arguments);

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Complain);
    QVERIFY(!commandLine.text.isEmpty());
}

void RunnerCommandLineTest::helpNamesEveryOptionAndTheExitCodes()
{
    const RunnerCommandLine commandLine = parse({u"--help"_s});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Show);
    for (const QString &word :
         {u"IN"_s, u".html"_s, u".md"_s, u".py"_s, u"-o"_s, u"--pool"_s, u"--upload"_s,
          u"--timeout"_s, u"--allow-errors"_s, u"--no-execute"_s, u"--version"_s, u"Exit codes"_s})
        QVERIFY2(commandLine.text.contains(word), qPrintable(word));
}

void RunnerCommandLineTest::versionIsShown()
{
    const RunnerCommandLine commandLine = parse({u"--version"_s});

    QCOMPARE(commandLine.action, RunnerCommandLine::Action::Show);
    QVERIFY(commandLine.text.contains(QStringLiteral(SESSIONBOOK_VERSION)));
}

void RunnerCommandLineTest::tagsOfCells_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<bool>("isTagged");

    QTest::newRow("tagged") << QByteArray(R"({"tags": ["x", "raises-exception"]})") << true;
    QTest::newRow("another tag") << QByteArray(R"({"tags": ["raises-exceptions"]})") << false;
    QTest::newRow("elsewhere") << QByteArray(R"({"name": "raises-exception", "tags": []})")
                               << false;
    QTest::newRow("a text") << QByteArray(R"({"tags": "raises-exception"})") << false;
    QTest::newRow("no metadata") << QByteArray() << false;
    QTest::newRow("damaged") << QByteArray(R"({"tags": [)") << false;
}

void RunnerCommandLineTest::tagsOfCells()
{
    QFETCH(QByteArray, metadata);
    QFETCH(bool, isTagged);
    Cell cell = Cell::code(u"1/0"_s);
    cell.metadata = metadata;

    QCOMPARE(CellTags::contains(cell, u"raises-exception"), isTagged);
}

QTEST_GUILESS_MAIN(RunnerCommandLineTest)
#include "tst_runnercommandline.moc"
