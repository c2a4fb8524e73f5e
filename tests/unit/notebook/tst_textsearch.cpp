#include "notebook/search/TextSearch.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const std::atomic<bool> goOn = false;

QList<SearchedText> texts(const QStringList &sources)
{
    QList<SearchedText> texts;
    for (const QString &source : sources)
        texts += {CellId(static_cast<quint64>(texts.size()) + 1), source};
    return texts;
}

QStringList found(const QString &text, const SearchOptions &options)
{
    const SearchResult result
        = TextSearch::find(texts({text}), TextPattern::compile(options).value(), goOn);
    QStringList parts;
    for (const CellMatches &cell : result.cells) {
        for (const TextRange &range : cell.ranges)
            parts += text.mid(range.position, range.length);
    }
    return parts;
}

QString replaced(const QString &text, const SearchOptions &options, const QString &by)
{
    const ReplaceResult result
        = TextSearch::replacements(texts({text}), TextPattern::compile(options).value(),
                                   ReplacementText(by, options.isExpression), goOn);
    QString after = text;
    for (const CellReplacements &cell : result.cells) {
        for (auto delta = cell.deltas.crbegin(); delta != cell.deltas.crend(); ++delta)
            after = delta->appliedTo(after);
    }
    return after;
}

} // namespace

class TextSearchTest : public QObject
{
    Q_OBJECT
private slots:
    void optionsSayWhatCounts_data();
    void optionsSayWhatCounts();
    void faultyExpressionIsNamedWithItsPlace();
    void matchesAreGivenByCell();
    void emptyMatchesAreNone();
    void loneSurrogatesDoNotHinder();
    void groupsAreReplaced_data();
    void groupsAreReplaced();
    void oneMatchIsReplacedWhereItBegins();
    void catastrophicExpressionGivesUp();
    void itsOwnLimitCannotBeRaised();
    void floodsOfMatchesAreStopped();
    void cancelledSearchEnds();
};

void TextSearchTest::optionsSayWhatCounts_data()
{
    QTest::addColumn<SearchOptions>("options");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char *name, const SearchOptions &options, const QStringList &parts) {
        QTest::newRow(name) << options << parts;
    };
    row("text", {.text = u"ab"_s}, {u"ab"_s, u"Ab"_s, u"ab"_s});
    row("case", {.text = u"ab"_s, .matchesCase = true}, {u"ab"_s, u"ab"_s});
    row("words", {.text = u"ab"_s, .wholeWords = true}, {u"ab"_s, u"Ab"_s});
    row("signs are themselves", {.text = u"a.*b"_s}, {});
    row("expression", {.text = u"a.\\b"_s, .isExpression = true}, {u"ab"_s, u"Ab"_s});
    row("expression of words", {.text = u"a|ab"_s, .wholeWords = true, .isExpression = true},
        {u"ab"_s, u"Ab"_s});
    row("lines", {.text = u"^\\w+$"_s, .isExpression = true}, {u"éÉ"_s, u"abc_1"_s});
    row("letters beyond ASCII", {.text = u"É"_s}, {u"é"_s, u"É"_s});
    row("over lines", {.text = u"Ab\\s+é"_s, .isExpression = true}, {u"Ab\né"_s});
    row("beyond the basic plane", {.text = u"🙂"_s}, {u"🙂"_s});
}

void TextSearchTest::optionsSayWhatCounts()
{
    QFETCH(const SearchOptions, options);
    QFETCH(const QStringList, parts);
    QCOMPARE(found(u"ab Ab\néÉ\nabc_1\n🙂"_s, options), parts);
}

void TextSearchTest::faultyExpressionIsNamedWithItsPlace()
{
    const auto pattern
        = TextPattern::compile({.text = u"ab(c"_s, .wholeWords = true, .isExpression = true});
    QVERIFY(!pattern);
    QCOMPARE(pattern.error().kind, ErrorKind::InvalidArgument);
    QVERIFY(!pattern.error().detail.isEmpty());
    QCOMPARE(pattern.error().column.value_or(0), 5);
    QVERIFY(TextPattern::compile({.text = u"ab(c"_s}));
}

void TextSearchTest::matchesAreGivenByCell()
{
    const SearchResult result = TextSearch::find(
        texts({u"x y x"_s, u"z"_s, u"x"_s}), TextPattern::compile({.text = u"x"_s}).value(), goOn);
    QCOMPARE(result.count, 3);
    QCOMPARE(result.end, SearchEnd::Complete);
    QCOMPARE(result.cells.size(), 2);
    QCOMPARE(result.cells.at(0).ranges, (QList<TextRange>{{0, 1}, {4, 1}}));
    QCOMPARE(result.cells.at(1).cell, CellId(3));
}

void TextSearchTest::emptyMatchesAreNone()
{
    QCOMPARE(found(u"axxb"_s, {.text = u"x*"_s, .isExpression = true}), QStringList{u"xx"_s});
    QCOMPARE(found(u"ab"_s, {.text = u"^"_s, .isExpression = true}), QStringList());
}

void TextSearchTest::loneSurrogatesDoNotHinder()
{
    const QString text = u"x"_s + QChar(0xd83d) + u"x🙂"_s + QChar(0xde42) + u"x"_s;
    QCOMPARE(found(text, {.text = u"x"_s}).size(), 3);
    QCOMPARE(replaced(text, {.text = u"x"_s}, u"y"_s), QString(text).replace(u'x', u'y'));
}

void TextSearchTest::groupsAreReplaced_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("after");
    QTest::newRow("text") << u"z"_s << u"z z"_s;
    QTest::newRow("nothing") << QString() << u" "_s;
    QTest::newRow("groups") << u"$2=$1"_s << u"1=a 2=b"_s;
    QTest::newRow("as in Python") << u"\\2=\\1"_s << u"1=a 2=b"_s;
    QTest::newRow("all") << u"[$0]"_s << u"[a1] [b2]"_s;
    QTest::newRow("no such group") << u"<$9>"_s << u"<> <>"_s;
    QTest::newRow("signs") << u"$$\\\\$"_s << u"$\\$ $\\$"_s;
    QTest::newRow("line feed") << u"\\n\\t"_s << u"\n\t \n\t"_s;
    QTest::newRow("at the end") << u"x\\"_s << u"x\\ x\\"_s;
}

void TextSearchTest::groupsAreReplaced()
{
    QFETCH(const QString, by);
    QFETCH(const QString, after);
    QCOMPARE(replaced(u"a1 b2"_s, {.text = u"(\\w)(\\d)"_s, .isExpression = true}, by), after);
    QCOMPARE(replaced(u"a"_s, {.text = u"a"_s}, by), by);
}

void TextSearchTest::oneMatchIsReplacedWhereItBegins()
{
    const auto pattern
        = TextPattern::compile({.text = u"(?<=a)(\\d)"_s, .isExpression = true}).value();
    const ReplacementText replacement(u"<$1>"_s, true);
    const auto delta = TextSearch::replacementAt(u"a1 a2"_s, 4, pattern, replacement);
    QVERIFY(delta);
    QCOMPARE(delta->position, 4);
    QCOMPARE(delta->removed, u"2"_s);
    QCOMPARE(delta->inserted, u"<2>"_s);
    QVERIFY(!TextSearch::replacementAt(u"a1 a2"_s, 0, pattern, replacement));
    QVERIFY(!TextSearch::replacementAt(u"a1 2"_s, 3, pattern, replacement));
}

void TextSearchTest::catastrophicExpressionGivesUp()
{
    const QString text = u"a"_s.repeated(5000) + u"!"_s;
    const auto pattern = TextPattern::compile({.text = u"(a+)+$"_s, .isExpression = true}).value();
    QCOMPARE(TextSearch::find(texts({text}), pattern, goOn).end, SearchEnd::TooComplex);
}

void TextSearchTest::itsOwnLimitCannotBeRaised()
{
    const QString text = u"a"_s.repeated(5000) + u"!"_s;
    const auto pattern = TextPattern::compile(
        {.text = u"(*LIMIT_MATCH=4000000000)(a+)+$"_s, .isExpression = true});
    QVERIFY(!pattern
            || TextSearch::find(texts({text}), *pattern, goOn).end == SearchEnd::TooComplex);
}

void TextSearchTest::floodsOfMatchesAreStopped()
{
    const SearchResult result
        = TextSearch::find(texts({u"x"_s.repeated(TextSearch::mostMatches + 1)}),
                           TextPattern::compile({.text = u"x"_s}).value(), goOn);
    QCOMPARE(result.end, SearchEnd::TooMany);
    QCOMPARE(result.count, TextSearch::mostMatches);
}

void TextSearchTest::cancelledSearchEnds()
{
    const std::atomic<bool> isCancelled = true;
    const SearchResult result = TextSearch::find(
        texts({u"x"_s, u"x"_s}), TextPattern::compile({.text = u"x"_s}).value(), isCancelled);
    QCOMPARE(result.end, SearchEnd::Cancelled);
}

QTEST_GUILESS_MAIN(TextSearchTest)
#include "tst_textsearch.moc"
