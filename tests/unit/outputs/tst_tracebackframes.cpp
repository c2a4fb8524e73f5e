#include "outputs/TracebackFrames.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Kind = TracebackPart::Kind;

namespace {

AnsiText plain(const QString &text)
{
    return AnsiText::parse(text);
}

QList<Kind> kinds(const TracebackFrames &frames)
{
    QList<Kind> list;
    for (const TracebackPart &part : frames.parts)
        list += part.kind;
    return list;
}

const QString ruler = QString(75, u'-');

} // namespace

class TracebackFramesTest : public QObject
{
    Q_OBJECT
private slots:
    void ipython8IsRead();
    void ipython7IsRead();
    void chainedErrorsKeepTheirNote();
    void syntaxErrorsAreANote();
    void otherTextIsANote();
    void partsCoverTheWholeText();
};

void TracebackFramesTest::ipython8IsRead()
{
    const QString text = ruler
        + u"\nKeyError                                  Traceback (most recent call last)\n"
          "File /usr/lib/python3/dist-packages/pandas/core/indexes/base.py:3802, in "
          "Index.get_loc(self, key)\n   3801 try:\n"
          "-> 3802     return self._engine.get_loc(key)\n\n"
          "File pandas/_libs/index.pyx:138, in pandas._libs.index.IndexEngine.get_loc()\n\n"
          "Cell In[5], line 3\n      1 import x\n----> 3 df['mass']\n\n"
          "KeyError: 'mass'"_s;

    const TracebackFrames frames = TracebackFrames::of(plain(text), u"KeyError"_s, u"'mass'"_s);

    QCOMPARE(kinds(frames),
             QList<Kind>({Kind::Heading, Kind::LibraryFrame, Kind::LibraryFrame, Kind::OwnFrame,
                          Kind::Conclusion}));
    QCOMPARE(frames.libraryFrames, 2);
    QCOMPARE(frames.cellLine, 3);
}

void TracebackFramesTest::ipython7IsRead()
{
    const QString text = ruler
        + u"\nZeroDivisionError    Traceback (most recent call last)\n"
          "<ipython-input-1-9e1622b385b6> in <module>\n----> 1 f()\n\n"
          "~/work/mine.py in f()\n      1 def f():\n----> 2     1/0\n\n"
          "/opt/conda/lib/python3.8/site-packages/x.py in g(a)\n----> 7     pass\n\n"
          "ZeroDivisionError: division by zero"_s;

    const TracebackFrames frames
        = TracebackFrames::of(plain(text), u"ZeroDivisionError"_s, u"division by zero"_s);

    QCOMPARE(kinds(frames),
             QList<Kind>({Kind::Heading, Kind::OwnFrame, Kind::OwnFrame, Kind::LibraryFrame,
                          Kind::Conclusion}));
    QCOMPARE(frames.cellLine, 1);
}

void TracebackFramesTest::chainedErrorsKeepTheirNote()
{
    const QString text = ruler
        + u"\nKeyError    Traceback (most recent call last)\nCell In[1], line 2\n----> 2 "
          u"a\n\nKeyError: 1\n\n"
          "During handling of the above exception, another exception occurred:\n\nValueError    "
          "Traceback (most recent call last)\n"
          "Cell In[1], line 4\n----> 4 b\n\nValueError: x"_s;

    const TracebackFrames frames = TracebackFrames::of(plain(text), u"ValueError"_s, u"x"_s);

    QCOMPARE(kinds(frames),
             QList<Kind>({Kind::Heading, Kind::OwnFrame, Kind::Note, Kind::Note, Kind::Heading,
                          Kind::OwnFrame, Kind::Conclusion}));
    QCOMPARE(frames.cellLine, 4);
}

void TracebackFramesTest::syntaxErrorsAreANote()
{
    const QString text
        = u"  Cell In[2], line 1\n    1 +\n       ^\nSyntaxError: invalid syntax\n"_s;

    const TracebackFrames frames
        = TracebackFrames::of(plain(text), u"SyntaxError"_s, u"invalid syntax"_s);

    QCOMPARE(kinds(frames), QList<Kind>({Kind::Note, Kind::Conclusion}));
}

void TracebackFramesTest::otherTextIsANote()
{
    const TracebackFrames frames = TracebackFrames::of(
        plain(u"Error in f(): no\nStacktrace:\n [1] g"_s), u"ERROR"_s, u"no"_s);

    QCOMPARE(kinds(frames), QList<Kind>({Kind::Note}));
    QCOMPARE(frames.libraryFrames, 0);
}

void TracebackFramesTest::partsCoverTheWholeText()
{
    for (const QString &text :
         {QString(), u"\n"_s, u"x"_s, ruler + u"\n\n\nFile /x.py:1, in f\n\n"_s}) {
        qsizetype at = 0;
        for (const TracebackPart &part : TracebackFrames::of(plain(text), u"E"_s, {}).parts) {
            QCOMPARE(part.start, at);
            at += part.length;
        }
        QCOMPARE(at, text.size());
    }
}

QTEST_GUILESS_MAIN(TracebackFramesTest)
#include "tst_tracebackframes.moc"
