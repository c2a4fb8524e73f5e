#include "pool/sessions/UsageRules.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

SandboxLimits limits()
{
    return {.memoryBytes = 100 * MiB, .dataBytes = 10 * MiB, .dataEntries = 5, .processes = 3};
}

} // namespace

/// Which use of the machine ends a kernel or a session, and what is said about it.
class UsageRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsAllowedIsNoReason();
    void tooManyTasksAreTold();
    void tooManyOpenFilesAreTold();
    void tooMuchMemoryIsTold();
    void filesWithoutNamesCountForTheDisk();
    void tooManyFilesAreToldBeforeTheirNesting();
    void deepNestingIsTold();
};

void UsageRulesTest::whatIsAllowedIsNoReason()
{
    QCOMPARE(excessOf({.tasks = 3}, limits()), QString());
    QCOMPARE(memoryExcess(100 * MiB, limits()), QString());
    QCOMPARE(diskExcess({.bytes = 6 * MiB, .entries = 5}, 4 * MiB, limits()), QString());
}

void UsageRulesTest::tooManyTasksAreTold()
{
    const QString reason = u"it ran more than 3 processes and threads"_s;
    QCOMPARE(excessOf({.tasks = 4}, limits()), reason);
    QCOMPARE(excessOf({.tasks = 4, .isComplete = false}, limits()), reason);
}

void UsageRulesTest::tooManyOpenFilesAreTold()
{
    QCOMPARE(excessOf({.tasks = 1, .isComplete = false}, limits()),
             u"it held too many files open at once"_s);
}

void UsageRulesTest::tooMuchMemoryIsTold()
{
    QCOMPARE(memoryExcess(100 * MiB + 1, limits()), u"it ran out of memory: it may use 100 MB"_s);
}

void UsageRulesTest::filesWithoutNamesCountForTheDisk()
{
    QCOMPARE(diskExcess({.bytes = 6 * MiB, .entries = 1}, 4 * MiB + 1, limits()),
             u"its files took more than the 10 MB it may use of the disk"_s);
}

void UsageRulesTest::tooManyFilesAreToldBeforeTheirNesting()
{
    QCOMPARE(diskExcess({.entries = 6, .isComplete = false}, 0, limits()),
             u"it made more than 5 files"_s);
}

void UsageRulesTest::deepNestingIsTold()
{
    QCOMPARE(diskExcess({.entries = 5, .isComplete = false}, 0, limits()),
             u"its directories were nested too deeply"_s);
}

QTEST_GUILESS_MAIN(UsageRulesTest)
#include "tst_usagerules.moc"
