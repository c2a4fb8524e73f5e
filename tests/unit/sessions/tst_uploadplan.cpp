#include "sessions/UploadPlan.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class UploadPlanTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void namesFollowTheRulesOfTheService_data();
    void namesFollowTheRulesOfTheService();
    void freeNameKeepsTheEnding_data();
    void freeNameKeepsTheEnding();
    void ordinaryFilesAreAccepted();
    void everythingElseIsRefusedWithItsReason();
    void largestFileIsAcceptedAndOneByteMoreIsNot();
    void twoFilesOfOneNameBothArrive();

private:
    [[nodiscard]] QString make(const QString &name, const QByteArray &bytes = "x") const
    {
        const QString path = m_directory.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) < 0)
            qFatal("cannot write");
        return path;
    }
    QTemporaryDir m_directory;
};

void UploadPlanTest::namesFollowTheRulesOfTheService_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("plain") << u"data.csv"_s << true;
    QTest::newRow("all signs") << u"a-_ .@$&=;,#%^()1"_s << true;
    QTest::newRow("letters of the world") << u"größe_数据_डेटा.csv"_s << true;
    QTest::newRow("letter outside the first plane") << u"\U00020000.csv"_s << true;
    QTest::newRow("hidden") << u".profile"_s << true;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("here") << u"."_s << false;
    QTest::newRow("up") << u".."_s << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("backslash") << u"a\\b"_s << false;
    QTest::newRow("colon") << u"a:b"_s << false;
    QTest::newRow("quote") << u"a\"b"_s << false;
    QTest::newRow("plus") << u"a+b"_s << false;
    QTest::newRow("star") << u"a*"_s << false;
    QTest::newRow("line end") << u"a\nb"_s << false;
    QTest::newRow("nul") << u"a\0b"_s << false;
    QTest::newRow("direction override") << u"a\u202Egpj.exe"_s << false;
    QTest::newRow("emoji") << u"\U0001F600.csv"_s << false;
    QTest::newRow("half a pair") << QString(QChar(0xD800)) << false;
    QTest::newRow("space at the end") << u"a "_s << false;
    QTest::newRow("too long") << QString(256, u'a') << false;
    QTest::newRow("too long in bytes") << QString(128, u'ä') << false;
}

void UploadPlanTest::namesFollowTheRulesOfTheService()
{
    QFETCH(QString, name);
    QTEST(UploadPlan::isNameAllowed(name), "isAllowed");
}

void UploadPlanTest::freeNameKeepsTheEnding_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("freeName");
    QTest::newRow("free") << u"a.csv"_s << QStringList{u"b.csv"_s} << u"a.csv"_s;
    QTest::newRow("taken") << u"a.csv"_s << QStringList{u"a.csv"_s} << u"a (2).csv"_s;
    QTest::newRow("taken twice") << u"a.csv"_s << QStringList{u"a.csv"_s, u"a (2).csv"_s}
                                 << u"a (3).csv"_s;
    QTest::newRow("no ending") << u"LICENSE"_s << QStringList{u"LICENSE"_s} << u"LICENSE (2)"_s;
    QTest::newRow("hidden") << u".profile"_s << QStringList{u".profile"_s} << u".profile (2)"_s;
}

void UploadPlanTest::freeNameKeepsTheEnding()
{
    QFETCH(QString, name);
    QFETCH(QStringList, taken);
    QTEST(UploadPlan::freeName(name, taken), "freeName");
}

void UploadPlanTest::ordinaryFilesAreAccepted()
{
    const QString old = make(u"old.csv"_s, "12345");
    const QString empty = make(u"empty.csv"_s, {});
    const UploadPlan plan = UploadPlan::from({old, empty}, {u"old.csv"_s});
    const QList<PlannedUpload> expected{{old, u"old.csv"_s, 5, true},
                                        {empty, u"empty.csv"_s, 0, false}};
    QCOMPARE(plan.accepted, expected);
    QVERIFY(plan.refused.isEmpty());
}

void UploadPlanTest::everythingElseIsRefusedWithItsReason()
{
    const QString pipe = m_directory.filePath(u"pipe"_s);
    QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
    const QString odd = make(u"a*b"_s);
    const QString missing = m_directory.filePath(u"missing"_s);
    const UploadPlan plan = UploadPlan::from(
        {missing, m_directory.path(), pipe, odd, u"https://h.test/a.csv"_s, QString()}, {});
    const QList<RefusedUpload> expected{{missing, UploadRefusal::NotFound},
                                        {m_directory.path(), UploadRefusal::IsDirectory},
                                        {pipe, UploadRefusal::Unreadable},
                                        {odd, UploadRefusal::UnsafeName},
                                        {u"https://h.test/a.csv"_s, UploadRefusal::NotALocalFile},
                                        {QString(), UploadRefusal::NotALocalFile}};
    QCOMPARE(plan.refused, expected);
    QVERIFY(plan.accepted.isEmpty());
}

void UploadPlanTest::largestFileIsAcceptedAndOneByteMoreIsNot()
{
    const QString path = make(u"large.bin"_s);
    QVERIFY(QFile::resize(path, UploadPlan::maximumBytes)); // sparse: takes no room
    QCOMPARE(UploadPlan::from({path}, {}).accepted.size(), 1);
    QVERIFY(QFile::resize(path, UploadPlan::maximumBytes + 1));
    QCOMPARE(UploadPlan::from({path}, {}).refused.value(0).reason, UploadRefusal::TooLarge);
}

void UploadPlanTest::twoFilesOfOneNameBothArrive()
{
    const UploadPlan plan = UploadPlan::from({make(u"x/a.csv"_s), make(u"y/a.csv"_s)}, {});
    QCOMPARE(plan.accepted.at(0).remoteName, u"a.csv"_s);
    QCOMPARE(plan.accepted.at(1).remoteName, u"a (2).csv"_s);
}

QTEST_GUILESS_MAIN(UploadPlanTest)
#include "tst_uploadplan.moc"
