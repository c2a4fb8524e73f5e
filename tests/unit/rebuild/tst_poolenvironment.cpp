#include "rebuild/PoolEnvironment.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class PoolEnvironmentTest : public QObject
{
    Q_OBJECT
private slots:
    void importsAreFound();
    void metadataAreRead();
    void onlyWhatIsImportedIsCompared();
    void poolsThatDoNotTellAreNotCompared();
};

void PoolEnvironmentTest::importsAreFound()
{
    const QStringList sources{u"import os, numpy as np  # x\nfrom sklearn.tree import X\n"
                              "    import yaml; y = 1\nimportant = 3\nfrom . import z"_s,
                              u"text = 'import nothing'\nimport numpy"_s};
    QCOMPARE(EnvironmentDifferences::packagesOf(sources),
             (QStringList{u"numpy"_s, u"os"_s, u"pyyaml"_s, u"scikit-learn"_s}));
}

void PoolEnvironmentTest::metadataAreRead()
{
    const auto environment = PoolEnvironment::fromMetadata(
        R"({"runtimes":[{"name":"Python","version":"3.11.2"}],
            "preInstalledPackages":[{"name":"Scikit_Learn","version":"1.2"}, 5]})");
    QCOMPARE(environment.pythonVersion, u"3.11.2"_s);
    QCOMPARE(environment.packages.value(u"scikit-learn"_s), u"1.2"_s);
    QCOMPARE(PoolEnvironment::fromMetadata("no").packages.size(), 0);
}

void PoolEnvironmentTest::onlyWhatIsImportedIsCompared()
{
    const PoolEnvironment before{u"3.11"_s, {{u"numpy"_s, u"1"_s}, {u"pandas"_s, u"2"_s}}};
    const PoolEnvironment after{u"3.12"_s, {{u"numpy"_s, u"2"_s}, {u"scipy"_s, u"1"_s}}};
    const auto differences
        = EnvironmentDifferences::between(before, after, {u"import numpy, pandas, json"_s});
    QCOMPARE(differences.pythonBefore, u"3.11"_s);
    QCOMPARE(differences.pythonAfter, u"3.12"_s);
    QCOMPARE(differences.packages,
             (QList<PackageDifference>{{u"numpy"_s, u"1"_s, u"2"_s}, {u"pandas"_s, u"2"_s, {}}}));
}

void PoolEnvironmentTest::poolsThatDoNotTellAreNotCompared()
{
    const PoolEnvironment told{u"3.11"_s, {{u"numpy"_s, u"1"_s}}};
    QVERIFY(EnvironmentDifferences::between(told, {}, {u"import numpy"_s}).isEmpty());
    QVERIFY(EnvironmentDifferences::between(told, told, {u"import numpy"_s}).isEmpty());
}

QTEST_GUILESS_MAIN(PoolEnvironmentTest)
#include "tst_poolenvironment.moc"
