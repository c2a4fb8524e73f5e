#include "wording/ErrorText.h"

#include <QSet>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QString secretDetail
    = u"GET https://pool.example/files?token=s3cret Authorization: Bearer s3cret"_s;

/// A whole sentence: begins like one, ends like one, holds nothing of the technical detail, no
/// unfilled place.
bool isSentence(const QString &text)
{
    static const QRegularExpression unfilled(u"%[0-9nL]"_s);
    return text.size() > 10 && text.endsWith(u'.') && text.trimmed() == text
        && !text.contains("s3cret"_L1) && !text.contains("token="_L1) && !text.contains(u'?')
        && !text.contains(unfilled);
}

} // namespace

class ErrorTextTest : public QObject
{
    Q_OBJECT

private slots:
    void everyErrorKindHasItsSentence_data();
    void everyErrorKindHasItsSentence();
    void everyRestErrorKindHasItsSentence();
    void everyRefusedUploadHasItsSentence();
    void everyFailedRunHasItsSentence();
    void endOfTheSessionNamesItsReason();
    void placeOfDamageIsNamed();
    void fileIsNamedWithoutItsFolder();
    void waitIsNamed();
    void pythonErrorIsNamedInOneShortLine();
};

void ErrorTextTest::everyErrorKindHasItsSentence_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("with a file") << u"/home/me/a notebook.ipynb"_s;
    QTest::newRow("without") << QString();
}

void ErrorTextTest::everyErrorKindHasItsSentence()
{
    QFETCH(QString, path);
    QSet<QString> sentences;
    for (int kind = 0; kind <= int(ErrorKind::Internal); ++kind) {
        const QString text
            = ErrorText::of(Error{.kind = ErrorKind(kind), .detail = secretDetail, .path = path});
        QVERIFY2(isSentence(text), qPrintable(text));
        QCOMPARE(text.contains(u"‘a notebook.ipynb’"_s), !path.isEmpty());
        sentences.insert(text);
    }
    QCOMPARE(sentences.size(), int(ErrorKind::Internal) + 1);
}

void ErrorTextTest::everyRestErrorKindHasItsSentence()
{
    QSet<QString> sentences;
    for (int kind = 0; kind <= int(RestError::Kind::LocalFile); ++kind) {
        const QString text
            = ErrorText::of(RestError{.kind = RestError::Kind(kind), .detail = secretDetail});
        QVERIFY2(isSentence(text), qPrintable(text));
        sentences.insert(text);
    }
    QCOMPARE(sentences.size(), int(RestError::Kind::LocalFile) + 1);
}

void ErrorTextTest::everyRefusedUploadHasItsSentence()
{
    QSet<QString> sentences;
    for (int reason = 0; reason <= int(UploadRefusal::NotALocalFile); ++reason) {
        const QString text
            = ErrorText::of(RefusedUpload{u"/home/me/data.csv"_s, UploadRefusal(reason)});
        QVERIFY2(isSentence(text), qPrintable(text));
        QVERIFY(text.contains("data.csv"_L1));
        sentences.insert(text);
    }
    QCOMPARE(sentences.size(), int(UploadRefusal::NotALocalFile) + 1);
}

void ErrorTextTest::everyFailedRunHasItsSentence()
{
    QSet<QString> sentences;
    for (int failure = 0; failure <= int(RunFailure::Transport); ++failure) {
        CellRunInfo info{.state = RunState::Failed, .failure = RunFailure(failure)};
        info.error = RestError{.kind = RestError::Kind::ConnectionLost, .detail = secretDetail};
        const QString text = ErrorText::of(info);
        QVERIFY2(isSentence(text), qPrintable(text));
        sentences.insert(text);
    }
    sentences.insert(ErrorText::of(CellRunInfo{.state = RunState::Cancelled}));
    QCOMPARE(sentences.size(), int(RunFailure::Transport) + 2);
}

void ErrorTextTest::endOfTheSessionNamesItsReason()
{
    const CellRunInfo info{.state = RunState::Failed,
                           .failure = RunFailure::SessionEnded,
                           .detail = u"The Python process ended with exit code 3."_s};

    QVERIFY(ErrorText::of(info).contains(u"exit code 3"_s));
}

void ErrorTextTest::placeOfDamageIsNamed()
{
    Error error{.kind = ErrorKind::InvalidJson, .detail = {}, .path = u"/a/b.ipynb"_s};
    error.line = 1234;
    QVERIFY(ErrorText::of(error).contains("line 1234"_L1));
    error.column = 56;
    QVERIFY(ErrorText::of(error).contains("line 1234, column 56"_L1));
    error.path = QString();
    QVERIFY(ErrorText::of(error).contains("line 1234"_L1));
}

void ErrorTextTest::fileIsNamedWithoutItsFolder()
{
    const QString text = ErrorText::of(
        Error{.kind = ErrorKind::NotFound, .detail = {}, .path = u"/home/me/%1 %2.ipynb"_s});

    QVERIFY(text.contains(u"‘%1 %2.ipynb’"_s));
    QVERIFY(!text.contains("/home"_L1));
}

void ErrorTextTest::waitIsNamed()
{
    RestError error{.kind = RestError::Kind::Throttled};
    error.retryAfter = std::chrono::seconds(42);

    QVERIFY(ErrorText::of(error).contains("42"_L1));
}

void ErrorTextTest::pythonErrorIsNamedInOneShortLine()
{
    const QString text = ErrorText::of(
        CellRunInfo{.state = RunState::Failed,
                    .failure = RunFailure::Code,
                    .detail = u"ValueError: first\nsecond"_s + QString(9999, u'x')});

    QCOMPARE(text, u"The cell failed with ValueError: first."_s);
}

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "tst_errortext.moc"
