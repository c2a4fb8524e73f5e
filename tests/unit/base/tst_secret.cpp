#include "base/Secret.h"

#include <QDebug>
#include <QTest>

#include <type_traits>

using namespace sessionbook;

namespace {

template<typename T>
concept Loggable = requires(QDebug debug, const T &value)
{
    debug << value;
};

} // namespace

static_assert(Loggable<QByteArray>);
static_assert(!Loggable<Secret>, "a token must not reach a log by accident");

class SecretTest : public QObject
{
    Q_OBJECT
private slots:
    void copiesHoldBytesOfTheirOwn();
    void theCallersBytesAreNotWiped();
    void movedFromIsEmpty();
    void equalByContent();
};

void SecretTest::copiesHoldBytesOfTheirOwn()
{
    Secret copy;
    {
        const Secret original(QByteArrayLiteral("token"));
        copy = original;
    } // wiped here

    QCOMPARE(copy.reveal(), QByteArrayLiteral("token"));
}

void SecretTest::theCallersBytesAreNotWiped()
{
    const QByteArray given("token");
    {
        const Secret secret(given);
    }

    QCOMPARE(given, QByteArrayLiteral("token"));
}

void SecretTest::movedFromIsEmpty()
{
    Secret from(QByteArrayLiteral("token"));

    const Secret to(std::move(from));

    QCOMPARE(to.reveal(), QByteArrayLiteral("token"));
    QVERIFY(from.isEmpty()); // NOLINT(bugprone-use-after-move): the state after the move is what is
                             // promised
}

void SecretTest::equalByContent()
{
    QVERIFY(Secret(QByteArrayLiteral("a")) == Secret(QByteArrayLiteral("a")));
    QVERIFY(Secret(QByteArrayLiteral("a")) != Secret(QByteArrayLiteral("b")));
}

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
