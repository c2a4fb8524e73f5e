#include "base/Result.h"

#include <QTest>

#include <memory>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class ResultTest : public QObject
{
    Q_OBJECT
private slots:
    void aValueIsASuccess();
    void anErrorIsAFailureAndKeepsItsPlace();
    void moveOnlyValuesCanBeTakenOut();
    void successWithoutAValue();
};

void ResultTest::aValueIsASuccess()
{
    const Result<QString> result(u"text"_s);

    QVERIFY(result);
    QCOMPARE(*result, u"text"_s);
    QCOMPARE(result->size(), 4);
}

void ResultTest::anErrorIsAFailureAndKeepsItsPlace()
{
    const Result<int> result(Error{.kind = ErrorKind::InvalidJson, .detail = u"x"_s, .line = 7});

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::InvalidJson);
    QCOMPARE(result.error().line, std::optional<int>(7));
}

void ResultTest::moveOnlyValuesCanBeTakenOut()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(42));

    const std::unique_ptr<int> taken = *std::move(result);

    QCOMPARE(*taken, 42);
}

void ResultTest::successWithoutAValue()
{
    const Result<void> success;
    const Result<void> failure(Error{.kind = ErrorKind::DiskFull, .detail = {}});

    QVERIFY(success);
    QVERIFY(!failure);
    QCOMPARE(failure.error().kind, ErrorKind::DiskFull);
}

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
