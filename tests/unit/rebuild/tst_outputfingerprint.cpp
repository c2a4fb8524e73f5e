#include "rebuild/OutputFingerprint.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

Output text(const QString &plain)
{
    return Output::display({.data = {{{u"text/plain"_s, plain.toUtf8()}}}, .isResult = true});
}

Output picture(const QByteArray &base64)
{
    return Output::display({.data = {{{u"image/png"_s, base64}}}});
}

} // namespace

class OutputFingerprintTest : public QObject
{
    Q_OBJECT
private slots:
    void sameness_data();
    void sameness();
};

void OutputFingerprintTest::sameness_data()
{
    QTest::addColumn<QList<Output>>("before");
    QTest::addColumn<QList<Output>>("after");
    QTest::addColumn<bool>("isSame");
    using L = QList<Output>;
    QTest::newRow("nothing") << L{} << L{} << true;
    QTest::newRow("a number, as it is written") << L{text(u"0.1"_s)} << L{text(u"0.10"_s)} << false;
    QTest::newRow("a last digit") << L{text(u"0.30000000000000004"_s)} << L{text(u"0.3"_s)}
                                  << false;
    QTest::newRow("an address in memory") << L{text(u"<A object at 0x7f3c2a1b9d50>"_s)}
                                          << L{text(u"<A object at 0x7f0000000010>"_s)} << true;
    QTest::newRow("a hexadecimal number")
        << L{text(u"0x7f3c2a1b9d50"_s)} << L{text(u"0x7f0000000010"_s)} << false;
    QTest::newRow("a time of day") << L{text(u"10:00:01"_s)} << L{text(u"10:00:02"_s)} << false;
    QTest::newRow("pieces of a stream")
        << L{Output::stream(u"stdout"_s, u"ab"_s)}
        << L{Output::stream(u"stdout"_s, u"a"_s), Output::stream(u"stdout"_s, u"b"_s)} << true;
    QTest::newRow("which stream was read first")
        << L{Output::stream(u"stdout"_s, u"a"_s), Output::stream(u"stderr"_s, u"b"_s)}
        << L{Output::stream(u"stderr"_s, u"b"_s), Output::stream(u"stdout"_s, u"a"_s)} << true;
    QTest::newRow("which stream it was") << L{Output::stream(u"stdout"_s, u"a"_s)}
                                         << L{Output::stream(u"stderr"_s, u"a"_s)} << false;
    QTest::newRow("the order of displays")
        << L{text(u"a"_s), text(u"b"_s)} << L{text(u"b"_s), text(u"a"_s)} << false;
    QTest::newRow("two texts or one")
        << L{text(u"ab"_s), text(u""_s)} << L{text(u"a"_s), text(u"b"_s)} << false;
    QTest::newRow("base64 in lines")
        << L{picture("QUJD\nREVG\n")} << L{picture("QUJDREVG")} << true;
    QTest::newRow("another picture") << L{picture("QUJDREVG")} << L{picture("QUJDREVH")} << false;
    QTest::newRow("the number of an execution in a traceback")
        << L{Output::error({u"E"_s, u"m"_s, {u"Cell In[3], line 1"_s}})}
        << L{Output::error({u"E"_s, u"m"_s, {u"Cell In[14], line 1"_s}})} << true;
    QTest::newRow("a line in a traceback")
        << L{Output::error({u"E"_s, u"m"_s, {u"Cell In[3], line 1"_s}})}
        << L{Output::error({u"E"_s, u"m"_s, {u"Cell In[3], line 2"_s}})} << false;
    QTest::newRow("an index of a list")
        << L{text(u"Interest [3]"_s)} << L{text(u"Interest [4]"_s)} << false;
    const auto json = [](const QByteArray &value) {
        return Output::display({.data = {{{u"application/json"_s, value}}}});
    };
    QTest::newRow("how JSON is laid out")
        << L{json(R"({"a":[1,2]})")} << L{json("{ \"a\": [1,\n2] }")} << true;
    QTest::newRow("a number in JSON") << L{json(R"({"a":1})")} << L{json(R"({"a":1.0})")} << false;
}

void OutputFingerprintTest::sameness()
{
    QFETCH(QList<Output>, before);
    QFETCH(QList<Output>, after);
    QFETCH(bool, isSame);
    QCOMPARE(OutputFingerprint::of(before) == OutputFingerprint::of(after), isSame);
}

QTEST_GUILESS_MAIN(OutputFingerprintTest)
#include "tst_outputfingerprint.moc"
