#include "settings/KnownPools.h"
#include "settings/RecentFiles.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class SettingsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void missingFileGivesTheFallbacks();
    void valuesComeBackFromTheFile();
    void wrongTypesInTheFileGiveTheFallback();
    void brokenFileCountsAsEmpty();
    void changeIsToldOnce();
    void fileLiesBelowTheConfigurationDirectory();
    void unwritableFileIsAnError();
    void poolsComeBackWithoutTheBadOnes();
    void poolAddresses_data();
    void poolAddresses();
    void poolsUsedLatelyAreFewAndFavouritesStay();
    void whatIsKnownOfAPoolStaysWhenItsAddressIsTypedInAnew();
    void changeOfAPoolTouchesNoOther();
    void recentFilesAreNewestFirstOnceAndAtMostTen();

private:
    QString path() const { return m_directory.filePath(u"settings.ini"_s); }
    void writeFile(const QByteArray &text) const;

    QTemporaryDir m_directory;
};

void SettingsTest::writeFile(const QByteArray &text) const
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void SettingsTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QVERIFY(m_directory.isValid());
}

void SettingsTest::missingFileGivesTheFallbacks()
{
    const SettingsStore store(m_directory.filePath(u"none.ini"_s));

    QCOMPARE(store.value(settings::theme), u"system"_s);
    QCOMPARE(store.value(settings::filesPanelVisible), true);
    QCOMPARE(store.value(settings::recentFiles), QStringList());
    QCOMPARE(store.value(settings::pools), QList<PoolProfile>());
}

void SettingsTest::valuesComeBackFromTheFile()
{
    const QString file = m_directory.filePath(u"round.ini"_s);
    const QByteArray geometry("\x00\x01\xff,;=\n", 7);
    const QStringList recent{u"/home/ünï/a, b.ipynb"_s, u"/srv/c;d.ipynb"_s};
    {
        SettingsStore store(file);
        store.set(settings::theme, u"dark"_s);
        store.set(settings::filesPanelVisible, false);
        store.set(settings::windowGeometry, geometry);
        store.set(settings::recentFiles, recent);
        store.set(settings::lastDirectory, u"/with, comma"_s);
        QVERIFY(store.sync().hasValue());
    }

    const SettingsStore store(file);
    QCOMPARE(store.value(settings::theme), u"dark"_s);
    QCOMPARE(store.value(settings::filesPanelVisible), false);
    QCOMPARE(store.value(settings::windowGeometry), geometry);
    QCOMPARE(store.value(settings::recentFiles), recent);
    QCOMPARE(store.value(settings::lastDirectory), u"/with, comma"_s);
}

void SettingsTest::wrongTypesInTheFileGiveTheFallback()
{
    writeFile("[appearance]\ntheme=a, b\n[window]\nfilesPanelVisible=perhaps\ngeometry=text\n"
              "[pools]\nlist=no json\n");
    const SettingsStore store(path());

    QCOMPARE(store.value(settings::theme), u"system"_s);
    QCOMPARE(store.value(settings::filesPanelVisible), true);
    QCOMPARE(store.value(settings::windowGeometry), QByteArray());
    QCOMPARE(store.value(settings::pools), QList<PoolProfile>());
}

void SettingsTest::brokenFileCountsAsEmpty()
{
    writeFile(QByteArray(3000, '\xfe') + "[[[\n=\0==");
    const SettingsStore store(path());

    QCOMPARE(store.value(settings::theme), u"system"_s);
}

void SettingsTest::changeIsToldOnce()
{
    SettingsStore store(m_directory.filePath(u"signals.ini"_s));
    QSignalSpy changed(&store, &SettingsStore::changed);

    store.set(settings::theme, u"light"_s);
    store.set(settings::theme, u"light"_s);

    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toString(), settings::theme.key);
}

void SettingsTest::fileLiesBelowTheConfigurationDirectory()
{
    const SettingsStore store;

    const QString directory
        = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    QVERIFY2(directory.contains("qttest"_L1), qPrintable(directory));
    QCOMPARE(store.path(), directory + "/sessionbook/sessionbook.ini"_L1);
}

void SettingsTest::unwritableFileIsAnError()
{
    SettingsStore store(u"/proc/nowhere/settings.ini"_s);
    store.set(settings::theme, u"dark"_s);

    const auto written = store.sync();

    QVERIFY(!written.hasValue());
    QCOMPARE(written.error().kind, ErrorKind::WriteFailed);
    QCOMPARE(written.error().path, u"/proc/nowhere/settings.ini"_s);
}

void SettingsTest::poolsComeBackWithoutTheBadOnes()
{
    const QString file = m_directory.filePath(u"pools.ini"_s);
    const QList<PoolProfile> good{
        {u"Work, big"_s, QUrl(u"https://eu.dynamicsessions.io/subscriptions/1"_s),
         PoolCredential::AzureCli},
        {u"Tunnel"_s, QUrl(u"http://127.0.0.1:9999/p"_s), PoolCredential::TypedIn},
        {.name = u"Found in Azure"_s,
         .url = QUrl(u"https://us.dynamicsessions.io/p"_s),
         .credential = PoolCredential::SignedIn,
         .signIn = {.tenant = u"contoso.com"_s,
                    .authority = u"login.microsoftonline.us"_s,
                    .audience = u"https://acasessions.io"_s,
                    .clientId = u"an-id"_s,
                    .account = u"somebody"_s},
         .apiVersion = u"2024-10-02-preview"_s,
         .resourceId = u"/subscriptions/1/sessionPools/p"_s,
         .cooldown = std::chrono::seconds(300),
         .isFavourite = true,
         .sendsExactly = true,
         .staysAlive = true}};
    {
        SettingsStore store(file);
        store.set(settings::pools,
                  good + QList<PoolProfile>{{u"Bad"_s, QUrl(u"http://example.org"_s), {}}});
        QVERIFY(store.sync().hasValue());
    }

    QCOMPARE(SettingsStore(file).value(settings::pools), good);
}

void SettingsTest::poolAddresses_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<bool>("acceptable");

    QTest::newRow("https") << QUrl(u"https://host/path"_s) << true;
    QTest::newRow("http to this computer") << QUrl(u"http://localhost:8080"_s) << true;
    QTest::newRow("http to [::1]") << QUrl(u"http://[::1]:8080"_s) << true;
    QTest::newRow("http to another computer") << QUrl(u"http://10.0.0.1/"_s) << false;
    QTest::newRow("host that looks local") << QUrl(u"http://127.0.0.1.evil.org"_s) << false;
    QTest::newRow("password") << QUrl(u"https://user:word@host"_s) << false;
    QTest::newRow("query") << QUrl(u"https://host/?token=x"_s) << false;
    QTest::newRow("file") << QUrl(u"file:///etc/passwd"_s) << false;
    QTest::newRow("empty") << QUrl() << false;
}

void SettingsTest::poolAddresses()
{
    QFETCH(QUrl, url);
    QFETCH(bool, acceptable);

    QCOMPARE(PoolProfile::isUrlAcceptable(url), acceptable);
}

void SettingsTest::poolsUsedLatelyAreFewAndFavouritesStay()
{
    const auto poolNamed = [](const QString &name) {
        return PoolProfile{.name = name, .url = QUrl(u"https://example.org/"_s + name)};
    };
    PoolProfile favourite = poolNamed(u"favourite"_s);
    favourite.isFavourite = true;
    SettingsStore store(m_directory.filePath(u"pools.ini"_s));
    KnownPools::keep(store, {favourite});
    for (int i = 0; i < 20; ++i)
        KnownPools::remember(store, poolNamed(QString::number(i)));
    KnownPools::remember(store, PoolProfile::local());
    const QList<PoolProfile> pools = KnownPools::of(store);
    QCOMPARE(pools.size(), KnownPools::mostRecent + 1);
    QCOMPARE(pools.first().name, u"19"_s);
    QCOMPARE(pools.last(), favourite);
    QCOMPARE(KnownPools::favouritesFirst(pools).mid(0, 2), (QList{favourite, pools.first()}));
}

void SettingsTest::whatIsKnownOfAPoolStaysWhenItsAddressIsTypedInAnew()
{
    const PoolProfile typed{.name = u"lab"_s, .url = QUrl(u"https://example.org/lab"_s)};
    PoolProfile known = typed;
    known.apiVersion = u"2025-02-02-preview"_s;
    known.resourceId = u"/x"_s;
    known.cooldown = std::chrono::seconds(300);
    known.isFavourite = known.sendsExactly = known.staysAlive = true;
    SettingsStore store(m_directory.filePath(u"typed.ini"_s));
    KnownPools::keep(store, {known});
    QCOMPARE(KnownPools::remember(store, typed), known);
    QCOMPARE(KnownPools::of(store), QList{known});
}

void SettingsTest::changeOfAPoolTouchesNoOther()
{
    const PoolProfile pool{.name = u"a"_s, .url = QUrl(u"https://example.org/a"_s)};
    const PoolProfile other{.name = u"b"_s, .url = QUrl(u"https://example.org/b"_s)};
    SettingsStore store(m_directory.filePath(u"changed.ini"_s));
    KnownPools::keep(store, {other, pool});
    const auto exactly = [](PoolProfile &one) { one.sendsExactly = true; };
    KnownPools::change(store, QUrl(u"https://example.org/unknown"_s), exactly);
    QCOMPARE(KnownPools::of(store), (QList{other, pool}));
    KnownPools::change(store, pool.url, exactly);
    QCOMPARE(KnownPools::of(store).first(), other);
    QVERIFY(KnownPools::of(store).last().sendsExactly);
}

void SettingsTest::recentFilesAreNewestFirstOnceAndAtMostTen()
{
    QStringList recent;
    for (int i = 0; i < 12; ++i)
        recent = RecentFiles::withOpened(recent, u"/n/%1.ipynb"_s.arg(i));
    recent = RecentFiles::withOpened(recent, u"/n/../n/5.ipynb"_s);

    QCOMPARE(recent.size(), RecentFiles::maximum);
    QCOMPARE(recent.first(), u"/n/5.ipynb"_s);
    QCOMPARE(recent.count(u"/n/5.ipynb"_s), 1);
    QCOMPARE(RecentFiles::without(recent, u"/n/5.ipynb"_s).first(), u"/n/11.ipynb"_s);
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
