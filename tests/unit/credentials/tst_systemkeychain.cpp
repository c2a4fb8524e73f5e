#include "credentials/signin/SystemKeychain.h"

#include <QTest>
#include <QUuid>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20000;

} // namespace

// The desktop's own keychain, where there is one: under dbus-run-session with gnome-keyring, say.
class SystemKeychainTest : public QObject
{
    Q_OBJECT

private slots:
    void entriesComeBackUntilTheyAreRemoved();

private:
    Result<Secret> read(const QString &key)
    {
        std::optional<Result<Secret>> result;
        m_keychain.read(key, this, [&](const Result<Secret> &answer) { result = answer; });
        return QTest::qWaitFor([&] { return result.has_value(); }, patienceMs)
            ? *result
            : Result<Secret>(Error{ErrorKind::ReadFailed, u"no answer"_s});
    }
    // Writes, or removes where there is nothing to write.
    Result<void, Error> change(const QString &key, const Secret &secret)
    {
        std::optional<Result<void, Error>> result;
        const auto done = [&](const Result<void, Error> &answer) { result = answer; };
        if (secret.isEmpty())
            m_keychain.remove(key, this, done);
        else
            m_keychain.write(key, secret, this, done);
        return QTest::qWaitFor([&] { return result.has_value(); }, patienceMs)
            ? *result
            : Result<void, Error>(Error{ErrorKind::WriteFailed, u"no answer"_s});
    }
    SystemKeychain m_keychain;
};

void SystemKeychainTest::entriesComeBackUntilTheyAreRemoved()
{
    const QString key = u"test "_s + QUuid::createUuid().toString();
    const auto written = change(key, Secret("refresh-1\xff"));
    if (!written)
        QSKIP(qPrintable(u"There is no keychain here: "_s + written.error().detail));
    QCOMPARE(read(key)->reveal(), "refresh-1\xff"_ba);
    QVERIFY(change(key, Secret("refresh-2")));
    QCOMPARE(read(key)->reveal(), "refresh-2"_ba);
    QVERIFY(change(key, {}));
    QCOMPARE(read(key).error().kind, ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(SystemKeychainTest)
#include "tst_systemkeychain.moc"
