#include "BenchPool.h"
#include "Figures.h"
#include "PoolParts.h"
#include "ProcessFigures.h"

#include <QTemporaryFile>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t FileBytes = 128 * 1024 * 1024;
constexpr auto Session = "bench-files";
constexpr double Megabyte = 1e6;

/// The body of an upload without a copy of it in memory, so that the client's own work stays small.
bool upload(httplib::Client &client, const std::string &content)
{
    const std::string head
        = "--bench\r\nContent-Disposition: form-data; name=\"file\"; "
          "filename=\"big.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    const std::string tail = "\r\n--bench--\r\n";
    const auto provide = [&](size_t offset, size_t length, httplib::DataSink &sink) {
        const size_t contentEnd = head.size() + content.size();
        if (offset < head.size())
            return sink.write(head.data() + offset, std::min(length, head.size() - offset));
        if (offset < contentEnd)
            return sink.write(content.data() + (offset - head.size()),
                              std::min({length, contentEnd - offset, size_t(1024 * 1024)}));
        return sink.write(tail.data() + (offset - contentEnd), length);
    };
    const auto reply
        = client.Post(targetOf("files", Session), head.size() + content.size() + tail.size(),
                      provide, "multipart/form-data; boundary=bench");
    return reply && reply->status == 200;
}

bool download(httplib::Client &client)
{
    size_t received = 0;
    const auto reply
        = client.Get(targetOf("files/big.bin/content", Session), [&](const char *, size_t count) {
              received += count;
              return true;
          });
    return reply && received == FileBytes;
}

/// What a plain program writes to the same disk: what no upload can beat.
double writeMilliseconds(const std::string &content)
{
    QTemporaryFile file;
    if (!file.open())
        return 0;
    return milliseconds([&] {
        file.write(content.data(), qint64(content.size()));
        file.flush();
    });
}

void printRate(const QString &name, const QList<double> &times)
{
    print(name, double(FileBytes) / Megabyte / (quantile(times, 0.5) / 1000), "MB/s");
}

} // namespace

bool benchFiles()
{
    const BenchPool pool;
    const auto client = pool.client();
    const std::string content(FileBytes, 'x');
    if (!answers(*client, Session))
        return false;
    waitUntilIdle(pool.pid());
    forgetPeak(pool.pid());
    QList<double> up;
    QList<double> down;
    QList<double> plain;
    for (int round = 0; round < 5; ++round) {
        bool succeeded = false;
        up.append(milliseconds([&] { succeeded = upload(*client, content); }));
        down.append(milliseconds([&] { succeeded = download(*client) && succeeded; }));
        plain.append(writeMilliseconds(content));
        if (!succeeded)
            return false;
    }
    printRate(u"pool_upload_128MB"_s, up);
    printRate(u"pool_download_128MB"_s, down);
    printRate(u"plain_write_128MB"_s, plain);
    print(u"pool_memory_while_uploading"_s, double(peakResidentBytes(pool.pid())) / Megabyte, "MB");
    return true;
}

} // namespace sessionbook
