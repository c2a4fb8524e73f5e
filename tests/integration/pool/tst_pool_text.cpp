#include "PoolProcess.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// What cells print, from the session to the client.
class PoolTextTest : public QObject
{
    Q_OBJECT

private slots:
    void everyCharacterArrivesAsItWas();
    void megabytesArriveWhole();
    void linesArriveWhileTheCellRuns();
    void streamsKeepTheirOrder();
    void textOfAnySubclassArrives();
    void onlyTextCanBeWritten();
    void forkedChildrenWriteAtOnce();

private:
    [[nodiscard]] QString printed(const QByteArray &code) const
    {
        const auto reply = m_pool.execute(code, {{u"outputStreamsMaxLength"_s, 4 * 1024 * 1024}});
        return reply["result"_L1]["stdout"_L1].toString();
    }

    PoolProcess m_pool;
};

void PoolTextTest::everyCharacterArrivesAsItWas()
{
    QString all;
    for (char16_t code = 0; code < 0xD800; ++code)
        all += QChar(code);
    QCOMPARE(printed("print(''.join(map(chr, range(0xd800))), end='\\U0001F600')"),
             all + u"\U0001F600"_s);
}

void PoolTextTest::megabytesArriveWhole()
{
    QString lines;
    for (int i = 0; i < 100000; ++i)
        lines += u"\u00e4 line %1\n"_s.arg(i);
    QCOMPARE(printed("for i in range(100000): print('\u00e4 line', i)"), lines);
    QCOMPARE(printed("print('\\n'.join('\u00e4 line %d' % i for i in range(100000)))"), lines);
}

void PoolTextTest::linesArriveWhileTheCellRuns()
{
    // The cell ends well only when its second line, which gives no reason to send it at once, has
    // come to the client before.
    const QJsonObject request{{u"code"_s,
                               u"import os, time\n"
                               "print('first'); print('second')\n"
                               "for i in range(300):\n"
                               "    if os.path.exists('seen.txt'): break\n"
                               "    time.sleep(0.1)\n"
                               "print('seen', i < 299)"_s}};
    httplib::Request post;
    post.method = "POST";
    post.path = "/executions?identifier=test-session";
    post.headers = {{"Accept", "application/x-ndjson"}, {"Content-Type", "application/json"}};
    post.body = QJsonDocument(request).toJson().toStdString();
    std::string received;
    bool isAnswered = false;
    post.content_receiver = [&](const char *bytes, size_t count, uint64_t, uint64_t) {
        received.append(bytes, count);
        if (!isAnswered && received.find("second") != std::string::npos)
            isAnswered = m_pool.client()->Post(
                "/files?identifier=test-session",
                httplib::MultipartFormDataItems{{"file", "x", "seen.txt", "text/plain"}});
        return true;
    };
    QVERIFY(m_pool.client()->send(post));
    QVERIFY2(received.find("seen True") != std::string::npos, received.c_str());
}

void PoolTextTest::streamsKeepTheirOrder()
{
    QString order;
    const auto messages = m_pool.stream("import sys\n"
                                        "for i in range(3000):\n"
                                        "    print(i, file=sys.stderr if i % 3 else sys.stdout)");
    for (const QJsonObject &message : messages) {
        if (message["type"_L1] == "stream"_L1)
            order += message["text"_L1].toString();
    }
    QString expected;
    for (int i = 0; i < 3000; ++i)
        expected += QString::number(i) + u'\n';
    QCOMPARE(order, expected);
}

void PoolTextTest::textOfAnySubclassArrives()
{
    QCOMPARE(printed("import sys\n"
                     "class Own(str): pass\n"
                     "for part in ('a', Own('b'), 'c\\n'): sys.stdout.write(part)"),
             u"abc\n"_s);
}

void PoolTextTest::onlyTextCanBeWritten()
{
    QCOMPARE(printed("import sys\n"
                     "try:\n    sys.stdout.write(b'x')\n"
                     "except TypeError as error:\n    print(error)"),
             u"write() argument must be str, not bytes\n"_s);
}

void PoolTextTest::forkedChildrenWriteAtOnce()
{
    const QString text = printed("import os\n"
                                 "print('of the parent', end=' ')\n"
                                 "child = os.fork()\n"
                                 "if child == 0:\n"
                                 "    print('of the child', end=' ')\n"
                                 "    os.kill(os.getpid(), 9)\n"
                                 "os.waitpid(child, 0); None");
    QCOMPARE(text.count("of the child "_L1), 1);
    QCOMPARE(text.count("of the parent "_L1), 1);
}

QTEST_GUILESS_MAIN(PoolTextTest)

#include "tst_pool_text.moc"
