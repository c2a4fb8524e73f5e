#include "notebook/Output.h"

#include "notebook/json/JsonText.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

OutputContent decoded(const QByteArray &json)
{
    return Output::fromJson(json).decode();
}

} // namespace

class OutputTest : public QObject
{
    Q_OBJECT
private slots:
    void whatTheFactoriesMakeDecodesToTheSame();
    void textsGivenAsListsAreJoined();
    void jsonTypesKeepTheirText();
    void aDataTypeOfTheFileKeepsItsOrder();
    void malformedContentGivesWhatCanBeRead_data();
    void malformedContentGivesWhatCanBeRead();
    void dataThatIsNoJsonIsKeptAsText();
    void equalMeansTheSameBytes();
};

void OutputTest::whatTheFactoriesMakeDecodesToTheSame()
{
    const StreamContent stream{u"stderr"_s, u"a\n\"é🙂\x1b[0m"_s};
    const DisplayContent display{.data = {{{u"image/png"_s, "iVBO\n"}, {u"text/plain"_s, "é"}}},
                                 .metadata = R"({"image/png":{"width":4}})"};
    DisplayContent result = display;
    result.isResult = true;
    result.executionCount = 12;
    const ErrorContent error{u"KeyError"_s, u"'x'"_s, {u"\x1b[31mred"_s, u""_s}};

    QCOMPARE(std::get<StreamContent>(Output::stream(stream.name, stream.text).decode()), stream);
    QCOMPARE(std::get<DisplayContent>(Output::display(display).decode()), display);
    QCOMPARE(std::get<DisplayContent>(Output::display(result).decode()), result);
    QCOMPARE(std::get<ErrorContent>(Output::error(error).decode()), error);
}

void OutputTest::textsGivenAsListsAreJoined()
{
    QCOMPARE(std::get<StreamContent>(
                 decoded(R"({"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]})"))
                 .text,
             u"a\nb"_s);
    const auto display = std::get<DisplayContent>(
        decoded(R"({"output_type": "display_data", "data": {"image/png": ["iV", "BO"]}})"));
    QCOMPARE(display.data.find(u"image/png")->data, "iVBO");
}

void OutputTest::jsonTypesKeepTheirText()
{
    const auto display = std::get<DisplayContent>(decoded(
        R"({"output_type": "display_data", "data": {"application/vnd.plotly.v1+json": {"b": 1.0, "a": [ 1 ]}}})"));
    QCOMPARE(display.data.find(u"application/vnd.plotly.v1+json")->data,
             R"({"b": 1.0, "a": [ 1 ]})");
    QVERIFY(MimeBundle::isJsonType(u"application/json"));
    QVERIFY(!MimeBundle::isJsonType(u"text/json"));
}

void OutputTest::aDataTypeOfTheFileKeepsItsOrder()
{
    const auto display = std::get<DisplayContent>(decoded(
        R"({"data": {"text/plain": "t", "image/png": "i"}, "output_type": "execute_result"})"));
    QCOMPARE(display.data.parts.first().type, u"text/plain"_s);
    QVERIFY(display.data.contains(u"image/png"));
    QVERIFY(!display.data.contains(u"image/jpeg"));
}

void OutputTest::malformedContentGivesWhatCanBeRead_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("kind");
    QTest::newRow("empty") << QByteArray() << 3;
    QTest::newRow("list") << QByteArray("[1]") << 3;
    QTest::newRow("text") << QByteArray("\"x\"") << 3;
    QTest::newRow("no type") << QByteArray("{}") << 3;
    QTest::newRow("type is a number") << QByteArray(R"({"output_type": 1})") << 3;
    QTest::newRow("cut") << QByteArray(R"({"output_type": "stream", "text": "ab)") << 0;
    QTest::newRow("text is an object")
        << QByteArray(R"({"output_type": "stream", "text": {"a": 1}})") << 0;
    QTest::newRow("data is a list")
        << QByteArray(R"({"output_type": "display_data", "data": [1]})") << 1;
    QTest::newRow("data of numbers") << QByteArray(
        R"({"output_type": "display_data", "data": {"text/plain": 1}, "metadata": 3})")
                                     << 1;
    QTest::newRow("traceback of numbers")
        << QByteArray(R"({"output_type": "error", "ename": null, "traceback": [1, {}]})") << 2;
    QTest::newRow("not UTF-8") << QByteArray(
        "{\"output_type\": \"stream\", \"text\": \"\xff\xc3\"}")
                               << 0;
}

void OutputTest::malformedContentGivesWhatCanBeRead()
{
    QFETCH(const QByteArray, json);
    QFETCH(const int, kind);
    QCOMPARE(static_cast<int>(decoded(json).index()), kind);
}

void OutputTest::dataThatIsNoJsonIsKeptAsText()
{
    const DisplayContent content{.data = {{{u"application/json"_s, "{broken"}}},
                                 .metadata = "also {"};
    const Output output = Output::display(content);
    QVERIFY(JsonText::isValid(output.json()));
    QCOMPARE(std::get<DisplayContent>(output.decode()).data.parts.first().data, "\"{broken\"");
}

void OutputTest::equalMeansTheSameBytes()
{
    QCOMPARE(Output::stream(u"stdout"_s, u"a"_s), Output::stream(u"stdout"_s, u"a"_s));
    QVERIFY(Output::stream(u"stdout"_s, u"a"_s) != Output::stream(u"stdout"_s, u"b"_s));
    const ByteSlice text(QByteArray("xx{}yy{}"));
    QCOMPARE(Output::fromJson(ByteSlice(text.whole(), 2, 2)),
             Output::fromJson(ByteSlice(text.whole(), 6, 2)));
}

QTEST_GUILESS_MAIN(OutputTest)
#include "tst_output.moc"
