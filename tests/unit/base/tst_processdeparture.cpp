#include "base/ProcessDeparture.h"

#include <QFileInfo>
#include <QPointer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class ProcessDepartureTest : public QObject
{
    Q_OBJECT

private slots:
    void processThatRunsMayFinish();
    void objectOfAnEndedProcessGoes();
    void objectOfAProcessThatCannotStartGoes();
};

void ProcessDepartureTest::processThatRunsMayFinish()
{
    const QTemporaryDir directory;
    const QString mark = directory.filePath(u"mark"_s);
    auto process = std::make_unique<QProcess>();
    process->start(u"/bin/sh"_s, {u"-c"_s, u"read line; : > \"$1\""_s, u"sh"_s, mark});
    QVERIFY(process->waitForStarted());
    const QPointer<QProcess> object = process.get();

    process->closeWriteChannel();
    letDepart(std::move(process));

    QVERIFY(object != nullptr);
    QTRY_VERIFY(object == nullptr);
    QVERIFY(QFileInfo::exists(mark));
}

void ProcessDepartureTest::objectOfAnEndedProcessGoes()
{
    auto process = std::make_unique<QProcess>();
    process->start(u"/bin/true"_s, {});
    QVERIFY(process->waitForFinished());
    const QPointer<QProcess> object = process.get();

    letDepart(std::move(process));

    QTRY_VERIFY(object == nullptr);
}

void ProcessDepartureTest::objectOfAProcessThatCannotStartGoes()
{
    auto process = std::make_unique<QProcess>();
    process->start(u"/nowhere/at/all"_s, {});
    const QPointer<QProcess> object = process.get();

    letDepart(std::move(process));

    QTRY_VERIFY(object == nullptr);
}

QTEST_GUILESS_MAIN(ProcessDepartureTest)

#include "tst_processdeparture.moc"
