#include "rest/MultipartBody.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class MultipartBodyTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void holdsTheFileInOnePart_data();
    void holdsTheFileInOnePart();
    void canBeReadAgainFromTheStart();
    void nameCannotBreakOutOfItsHeader();
    void missingFileIsToldBeforeSending();
    void fileThatShrinksEndsTheBodyEarly();

private:
    [[nodiscard]] QString fileWith(const QByteArray &bytes) const
    {
        QFile file(m_directory.filePath(u"local"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return file.fileName();
    }
    QTemporaryDir m_directory;
};

void MultipartBodyTest::holdsTheFileInOnePart_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("text") << "a,b\r\n1,2\r\n"_ba;
    QTest::newRow("binary") << QByteArray("\0\xff--\r\n", 6);
    QTest::newRow("large") << QByteArray(300 * 1024 + 1, 'x');
}

void MultipartBodyTest::holdsTheFileInOnePart()
{
    QFETCH(QByteArray, content);
    MultipartBody body(fileWith(content), u"größe#1.csv"_s);
    QVERIFY(body.open());
    const QByteArray boundary = body.contentType().split('=').at(1);
    const qint64 announced = body.size();
    const QByteArray all = body.readAll();

    QCOMPARE(all.size(), announced);
    QCOMPARE(body.fileSize(), content.size());
    QVERIFY(all.startsWith(
        "--" + boundary
        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"größe#1.csv\"\r\n"));
    QVERIFY(all.endsWith("\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n"));
}

void MultipartBodyTest::canBeReadAgainFromTheStart()
{
    MultipartBody body(fileWith("abc"), u"a"_s);
    QVERIFY(body.open());
    const QByteArray first = body.readAll();
    QVERIFY(body.reset());
    QCOMPARE(body.readAll(), first);
}

void MultipartBodyTest::nameCannotBreakOutOfItsHeader()
{
    MultipartBody body(fileWith("abc"), u"a\"\r\nX-Evil: 1.csv"_s);
    QVERIFY(body.open());
    QVERIFY(body.readAll().contains("filename=\"a%22%0D%0AX-Evil: 1.csv\"\r\n"));
}

void MultipartBodyTest::missingFileIsToldBeforeSending()
{
    MultipartBody body(m_directory.filePath(u"none"_s), u"a"_s);
    QVERIFY(!body.open());
    QVERIFY(!body.errorString().isEmpty());
}

void MultipartBodyTest::fileThatShrinksEndsTheBodyEarly()
{
    MultipartBody body(fileWith(QByteArray(100'000, 'x')), u"a"_s);
    QVERIFY(body.open());
    QFile::resize(m_directory.filePath(u"local"_s), 10);
    QVERIFY(body.readAll().size() < body.size());
}

QTEST_GUILESS_MAIN(MultipartBodyTest)
#include "tst_multipartbody.moc"
