#include "rest/RestError.h"
#include "wording/ErrorText.h"
#include "wording/SignInText.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class SignInTextTest : public QObject
{
    Q_OBJECT

private slots:
    void codesOfEntraSayWhatToDo_data();
    void codesOfEntraSayWhatToDo();
    void otherCodesOfEntraAreNamed();
    void everyCodeOfOursHasItsSentence();
    void missingTokenIsWordedByItsCode();
};

void SignInTextTest::codesOfEntraSayWhatToDo_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](int number, const QString &words) {
        QTest::newRow(qPrintable(u"AADSTS%1"_s.arg(number))) << words;
    };
    row(7000215, u"AZURE_CLIENT_SECRET to the secret's value"_s);
    row(7000222, u"expired. Make a new one"_s);
    row(700016, u"Check AZURE_CLIENT_ID"_s);
    row(90002, u"no such tenant"_s);
    row(500011, u"Check the tenant and the audience"_s);
    row(50076, u"second factor. Sign in again"_s);
    row(50079, u"second factor. Sign in again"_s);
    row(65001, u"accept, or ask your administrator"_s);
    row(70043, u"expired or was revoked. Sign in again"_s);
    row(700082, u"expired or was revoked. Sign in again"_s);
    row(53003, u"Ask its administrator"_s);
    row(700027, u"Register the certificate"_s);
    row(700213, u"the federated credential"_s);
}

void SignInTextTest::codesOfEntraSayWhatToDo()
{
    QFETCH(QString, words);
    const QString text = SignInText::of(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(text.contains(words), qPrintable(text));
}

void SignInTextTest::otherCodesOfEntraAreNamed()
{
    QVERIFY(SignInText::of(u"AADSTS1234567"_s).contains(u"AADSTS1234567"_s));
    QCOMPARE(SignInText::of(u"whatever"_s), QString());
    QCOMPARE(SignInText::of({}), QString());
}

void SignInTextTest::everyCodeOfOursHasItsSentence()
{
    static const QRegularExpression code(u"u\"(SignIn[A-Z]\\w+)\"_s"_s);
    QSet<QString> codes;
    QDirIterator files(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/app/core/credentials"), {u"*.cpp"_s},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = code.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext())
            codes.insert(matches.next().captured(1));
    }
    QVERIFY(codes.size() > 10);
    for (const QString &each : std::as_const(codes))
        QVERIFY2(!SignInText::of(each).isEmpty(), qPrintable(each));
}

void SignInTextTest::missingTokenIsWordedByItsCode()
{
    using Kind = RestError::Kind;
    QCOMPARE(ErrorText::of(RestError{Kind::NoCredential, 0, u"SignInNeeded"_s, {}}),
             SignInText::of(u"SignInNeeded"_s));
    QVERIFY(ErrorText::of(RestError{Kind::NoCredential, 0, {}, {}}).contains(u"az login"_s));
}

QTEST_GUILESS_MAIN(SignInTextTest)
#include "tst_signintext.moc"
