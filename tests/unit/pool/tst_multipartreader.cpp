#include "pool/http/MultipartReader.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// Writes down what the reader tells, in one text.
class Recorder : public MultipartSink
{
public:
    void beginPart(const MultipartPart &part) override
    {
        told += u"[%1|%2]"_s.arg(part.name, part.fileName);
    }
    void takeBytes(const char *bytes, qsizetype count) override
    {
        told += QString::fromUtf8(bytes, count);
    }

    QString told;
};

struct Reading
{
    QString told;
    bool isComplete = false;
};

Reading readInPieces(const QByteArray &form, qsizetype pieceSize)
{
    Recorder recorder;
    MultipartReader reader("bound", recorder);
    for (qsizetype at = 0; at < form.size(); at += pieceSize)
        reader.feed(form.constData() + at, std::min(pieceSize, form.size() - at));
    return {recorder.told, reader.isComplete()};
}

QByteArray formWith(const QByteArray &disposition, const QByteArray &content = "x")
{
    return "--bound\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content
        + "\r\n--bound--\r\n";
}

} // namespace

class MultipartReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void boundariesAreFound_data();
    void boundariesAreFound();
    void formsOfAllClientsAreRead_data();
    void formsOfAllClientsAreRead();
    void piecesOfAnySizeAreTheSame_data();
    void piecesOfAnySizeAreTheSame();
    void brokenFormsAreNotComplete_data();
    void brokenFormsAreNotComplete();
};

void MultipartReaderTest::boundariesAreFound_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("boundary");
    QTest::newRow("plain") << "multipart/form-data; boundary=b"_ba
                           << "b"_ba;
    QTest::newRow("quoted, with more") << "multipart/form-data; boundary=\"a b\"; charset=utf-8"_ba
                                       << "a b"_ba;
    QTest::newRow("any case") << "Multipart/Form-Data;Boundary=b"_ba
                              << "b"_ba;
    QTest::newRow("another type") << "multipart/mixed; boundary=b"_ba << QByteArray();
    QTest::newRow("none") << "multipart/form-data"_ba << QByteArray();
    QTest::newRow("too long") << "multipart/form-data; boundary=" + QByteArray(201, 'b')
                              << QByteArray();
}

void MultipartReaderTest::boundariesAreFound()
{
    QFETCH(QByteArray, type);
    QTEST(MultipartReader::boundaryOf(type).value_or(QByteArray()), "boundary");
}

void MultipartReaderTest::formsOfAllClientsAreRead_data()
{
    QTest::addColumn<QByteArray>("disposition");
    QTest::addColumn<QString>("part");
    QTest::newRow("requests") << R"(form-data; name="file"; filename="a b.csv")"_ba
                              << u"[file|a b.csv]"_s;
    QTest::newRow(".NET") << "form-data; name=file; filename=a.csv; filename*=utf-8''a.csv"_ba
                          << u"[file|a.csv]"_s;
    QTest::newRow(".NET, beyond ASCII")
        << R"(form-data; name=file; filename="=?utf-8?B?w7w=?="; filename*=utf-8''%C3%BC)"_ba
        << u"[file|ü]"_s;
    QTest::newRow("UTF-8 as it is")
        << R"(form-data; name="file"; filename="ü")"_ba << u"[file|ü]"_s;
    QTest::newRow("other character set")
        << R"(form-data; name="file"; filename="a"; filename*=koi8-r''%C1)"_ba << u"[file|a]"_s;
    QTest::newRow("signs in quotes")
        << R"(form-data; name="file"; filename="a;b=\"c\".csv")"_ba << u"[file|a;b=\"c\".csv]"_s;
    QTest::newRow("other order") << R"(form-data;filename="a";name="file")"_ba << u"[file|a]"_s;
    QTest::newRow("no file") << R"(form-data; name="field")"_ba << u"[field|]"_s;
}

void MultipartReaderTest::formsOfAllClientsAreRead()
{
    QFETCH(QByteArray, disposition);
    QFETCH(QString, part);
    const Reading reading = readInPieces(formWith(disposition), 1000);
    QVERIFY(reading.isComplete);
    QCOMPARE(reading.told, part + 'x'_L1);
}

void MultipartReaderTest::piecesOfAnySizeAreTheSame_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("told");
    const auto file = "form-data; name=f"_ba;
    QTest::newRow("one part") << formWith(file, "abc") << u"[f|]abc"_s;
    QTest::newRow("empty part") << formWith(file, "") << u"[f|]"_s;
    QTest::newRow("content like a boundary") << formWith(file, "\r\n--boun\r\n-\r\n\r\n--bou\r\r\n")
                                             << u"[f|]\r\n--boun\r\n-\r\n\r\n--bou\r\r\n"_s;
    QTest::newRow("two parts") << formWith(file, "1\r\n--bound\r\n\r\n2") << u"[f|]1[|]2"_s;
    QTest::newRow("text around the form")
        << "before\r\n" + formWith(file) + "after\r\n--bound\r\n\r\nno part" << u"[f|]x"_s;
    QTest::newRow("space after a boundary") << "--bound  \r\n\r\nx\r\n--bound--"_ba << u"[|]x"_s;
}

void MultipartReaderTest::piecesOfAnySizeAreTheSame()
{
    QFETCH(QByteArray, form);
    QFETCH(QString, told);
    for (const qsizetype size :
         {qsizetype(1), qsizetype(2), qsizetype(3), qsizetype(7), form.size()}) {
        const Reading reading = readInPieces(form, size);
        QCOMPARE(reading.told, told);
        QVERIFY(reading.isComplete);
    }
}

void MultipartReaderTest::brokenFormsAreNotComplete_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no boundary") << QByteArray(100000, 'x');
    QTest::newRow("cut off") << formWith("form-data; name=f").chopped(6);
    QTest::newRow("head without end") << "--bound\r\n" + QByteArray(100000, 'x');
    QTest::newRow("head too long")
        << formWith("form-data; name=" + QByteArray(MultipartReader::MaxHeadBytes, 'x'));
    QTest::newRow("junk after a boundary") << "--boundjunk\r\n\r\nx\r\n--bound--"_ba;
    QTest::newRow("boundary without end") << "--bound" + QByteArray(100000, ' ');
}

void MultipartReaderTest::brokenFormsAreNotComplete()
{
    QFETCH(QByteArray, form);
    QVERIFY(!readInPieces(form, 512).isComplete);
}

QTEST_GUILESS_MAIN(MultipartReaderTest)
#include "tst_multipartreader.moc"
