#include "export/PythonTokens.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QChar letterOf(CodeToken::Kind kind)
{
    switch (kind) {
    case CodeToken::Kind::Keyword:
        return u'k';
    case CodeToken::Kind::String:
        return u's';
    case CodeToken::Kind::Number:
        return u'n';
    case CodeToken::Kind::Comment:
        return u'c';
    case CodeToken::Kind::Function:
        break;
    }
    return u'f';
}

/// "k:for n:3": what is coloured, in order.
QString described(const QString &code)
{
    QStringList parts;
    for (const CodeToken &token : PythonTokens::in(code))
        parts += letterOf(token.kind) + u":"_s + code.mid(token.start, token.length);
    return parts.join(u' ');
}

} // namespace

class PythonTokensTest : public QObject
{
    Q_OBJECT
private slots:
    void colours_data();
    void colours();
    void everyTextHasOrderedTokens();
};

void PythonTokensTest::colours_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("tokens");

    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("keywords") << u"for x in xs: pass"_s << u"k:for k:in k:pass"_s;
    QTest::newRow("keyword within a name") << u"format, information"_s << QString();
    QTest::newRow("soft keywords are names") << u"match = case"_s << QString();
    QTest::newRow("definition") << u"def f(x): return g(x)"_s << u"k:def f:f k:return"_s;
    QTest::newRow("class") << u"class A(B): ..."_s << u"k:class f:A"_s;
    QTest::newRow("decorator") << u"@a.b(1)\ndef f(): 0"_s << u"f:@a.b n:1 k:def f:f n:0"_s;
    QTest::newRow("matrix product") << u"a @ b"_s << QString();
    QTest::newRow("numbers") << u"1 .5 0xFFe+1 1_000 2.5e-3 3j x1"_s
                             << u"n:1 n:.5 n:0xFFe n:1 n:1_000 n:2.5e-3 n:3j"_s;
    QTest::newRow("strings") << u"'a\\'b' \"c\" rb'd' f\"{e}\""_s
                             << u"s:'a\\'b' s:\"c\" s:rb'd' s:f\"{e}\""_s;
    QTest::newRow("long string") << u"\"\"\"a\n\"b\"\n\"\"\" if"_s
                                 << u"s:\"\"\"a\n\"b\"\n\"\"\" k:if"_s;
    QTest::newRow("string left open") << u"'a\nif"_s << u"s:'a k:if"_s;
    QTest::newRow("escape at the end") << u"'a\\"_s << u"s:'a\\"_s;
    QTest::newRow("comment") << u"x # for 'a'\nif"_s << u"c:# for 'a' k:if"_s;
    QTest::newRow("hash in a string") << u"'#' # c"_s << u"s:'#' c:# c"_s;
    QTest::newRow("line magic") << u"%matplotlib inline for\nif"_s << u"f:%matplotlib k:if"_s;
    QTest::newRow("shell") << u"!pip install 'x'\n1"_s << u"f:!pip n:1"_s;
    QTest::newRow("modulo on a new line within brackets") << u"(a\n% 2)"_s << u"n:2"_s;
    QTest::newRow("cell magic of another language") << u"%%bash\nfor x in 1; do"_s << u"f:%%bash"_s;
    QTest::newRow("cell magic that watches")
        << u"%%time\nfor x in y: 1"_s << u"f:%%time k:for k:in n:1"_s;
    QTest::newRow("letters beyond Latin")
        << u"größe = 'ß' if 名前 else 1"_s << u"s:'ß' k:if k:else n:1"_s;
}

void PythonTokensTest::colours()
{
    QFETCH(const QString, code);
    QFETCH(const QString, tokens);

    QCOMPARE(described(code), tokens);
}

void PythonTokensTest::everyTextHasOrderedTokens()
{
    const QString pieces = u"'\"\\#%!@\n()[]{} aif1.e_é\U0001f642\0"_s;
    quint32 seed = 1;
    for (int round = 0; round < 2000; ++round) {
        QString code;
        for (int length = round % 40; length > 0; --length) {
            seed = seed * 1664525 + 1013904223;
            code += pieces[static_cast<qsizetype>(seed >> 16) % pieces.size()];
        }
        qsizetype end = 0;
        for (const CodeToken &token : PythonTokens::in(code)) {
            QVERIFY2(token.start >= end && token.length > 0, qPrintable(code));
            end = token.start + token.length;
        }
        QVERIFY2(end <= code.size(), qPrintable(code));
    }
}

QTEST_GUILESS_MAIN(PythonTokensTest)
#include "tst_pythontokens.moc"
