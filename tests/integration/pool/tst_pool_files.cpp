#include "PoolProcess.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// The files of a session over the real pool: sent, listed, fetched, deleted, refused.
class PoolFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void filesMakeTheRound();
    void filesBelowDirectories();
    void refusedUploadSaysWhy();
    void uploadReplaces();
    void refusedNames_data();
    void refusedNames();
    void linksLeadNowhere();
    void tooLargeUploadIsRefused();
    void rangesOfAFileCanBeRead();

private:
    PoolProcess m_pool;
};

void PoolFilesTest::filesMakeTheRound()
{
    const auto client = m_pool.client();
    const std::string content("a\0b\r\n", 5);
    const auto uploaded
        = client->Post("/files?identifier=file-session", filePart("/mnt/data/data 1.csv", content));
    QCOMPARE(uploaded->status, 200);
    const QJsonObject file
        = QJsonDocument::fromJson(QByteArray::fromStdString(uploaded->body)).object();
    QCOMPARE(file["name"_L1].toString(), u"data 1.csv"_s);
    QCOMPARE(file["sizeInBytes"_L1].toInteger(), 5);
    QCOMPARE(file["type"_L1].toString(), u"file"_s);
    QVERIFY(
        QDateTime::fromString(file["lastModifiedAt"_L1].toString(), Qt::ISODateWithMs).isValid());

    QCOMPARE(client->Get("/files/data%201.csv/content?identifier=file-session")->body, content);
    QCOMPARE(client->Get("/files/data%201.csv?identifier=file-session")->status, 200);
    const auto read
        = m_pool.execute("len(open('/mnt/data/data 1.csv', 'rb').read())", {}, "file-session");
    QCOMPARE(read["result"_L1]["executionResult"_L1].toInt(), 5);
    QCOMPARE(client->Delete("/files/data%201.csv?identifier=file-session")->status, 204);
    QCOMPARE(client->Get("/files/data%201.csv?identifier=file-session")->status, 404);
}

void PoolFilesTest::filesBelowDirectories()
{
    const auto client = m_pool.client();
    QCOMPARE(
        client->Post("/files?identifier=tree-session&path=/mnt/data/a/b", filePart("c.txt", "c"))
            ->status,
        200);
    const auto listed = client->Get("/files?identifier=tree-session&recursive=true");
    const QJsonArray all
        = QJsonDocument::fromJson(QByteArray::fromStdString(listed->body))["value"_L1].toArray();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(2)["directory"_L1].toString(), u"a/b"_s);
    QCOMPARE(client->Get("/files/c.txt/content?path=a/b&identifier=tree-session")->body, "c");
    QCOMPARE(client->Get("/files/a/b/c.txt/content?identifier=tree-session")->body, "c");
    QCOMPARE(client->Delete("/files/a?identifier=tree-session")->status, 204);
    QCOMPARE(client->Get("/files?identifier=tree-session&path=a")->status, 404);
}

void PoolFilesTest::refusedUploadSaysWhy()
{
    const auto refused = m_pool.client()->Post("/files?identifier=abc", filePart("a.txt", "here"));
    QCOMPARE(refused->status, 400);
    QCOMPARE(refused->get_header_value("x-ms-error-code"),
             std::string("InvalidLengthOfSessionIdentifier"));
}

void PoolFilesTest::uploadReplaces()
{
    const auto client = m_pool.client();
    (void)client->Post("/files?identifier=file-session", filePart("same", "first"));
    (void)client->Post("/files?identifier=file-session", filePart("same", "second"));
    QCOMPARE(client->Get("/files/same/content?identifier=file-session")->body, "second");
    QCOMPARE(client->Post("/files?identifier=file-session", filePart("empty", ""))->status, 200);
    QCOMPARE(client->Get("/files/empty/content?identifier=file-session")->body, "");
}

void PoolFilesTest::refusedNames_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"../x", "a/../../x", "a*b", "a\"b", "..", "", "dir.d/x"})
        QTest::newRow(name) << QByteArray(name);
}

void PoolFilesTest::refusedNames()
{
    QFETCH(QByteArray, name);
    const auto reply = m_pool.client()->Post("/files?identifier=file-session",
                                             filePart(name.toStdString(), "x"));
    QCOMPARE(reply->status, 400);
}

void PoolFilesTest::linksLeadNowhere()
{
    (void)m_pool.execute("import os\nos.symlink('/etc/passwd', 'link')\nos.symlink('/', 'root')\n"
                         "os.mkfifo('fifo')",
                         {}, "link-session");
    const auto client = m_pool.client();
    for (const char *path : {"link", "root/etc/passwd", "fifo"}) {
        const auto reply
            = client->Get(std::string("/files/") + path + "/content?identifier=link-session");
        QVERIFY2(reply->status == 403 || reply->status == 404, path);
    }
    const auto listed = client->Get("/files?identifier=link-session&recursive=true");
    QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(listed->body))["value"_L1]
                .toArray()
                .isEmpty());
    const auto upload
        = client->Post("/files?identifier=link-session&path=root/tmp", filePart("x", "x"));
    QVERIFY(upload->status == 403 || upload->status == 404);
}

void PoolFilesTest::tooLargeUploadIsRefused()
{
    const auto client = m_pool.client();
    const auto reply = client->Post("/files?identifier=file-session",
                                    filePart("large", std::string(128 * 1024 * 1024 + 1, 'x')));
    QCOMPARE(reply->status, 413);
    QCOMPARE(client->Get("/files/large?identifier=file-session")->status, 404);
}

void PoolFilesTest::rangesOfAFileCanBeRead()
{
    const auto client = m_pool.client();
    (void)client->Post("/files?identifier=file-session", filePart("range", "0123456789"));
    const auto reply
        = client->Get("/files/range/content?identifier=file-session", {{"Range", "bytes=2-4"}});
    QCOMPARE(reply->status, 206);
    QCOMPARE(reply->body, "234");
}

QTEST_GUILESS_MAIN(PoolFilesTest)

#include "tst_pool_files.moc"
