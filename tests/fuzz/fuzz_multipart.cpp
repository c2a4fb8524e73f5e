// A whole upload as it comes from the network, through the library's parser and UploadReceiver into
// a session's directory: the first line is the Content-Type, the second the parameter `path`, the
// rest the body. Nothing may appear outside the directory, nothing larger than the bound in it.
#include "pool/files/RemoveTree.h"
#include "pool/http/UploadReceiver.h"

#include <QDir>
#include <QTemporaryDir>

#include <cstdlib>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBytes = 1000;
constexpr int UploadsInOneDirectory = 64;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// A connection in memory.
class MemoryStream : public httplib::Stream
{
public:
    explicit MemoryStream(std::string input)
        : m_input(std::move(input))
    {
    }

    [[nodiscard]] bool is_readable() const override { return m_at < m_input.size(); }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char *bytes, size_t size) override
    {
        const size_t count = m_input.copy(bytes, size, m_at);
        m_at += count;
        return ssize_t(count);
    }
    ssize_t write(const char *bytes, size_t size) override
    {
        output.append(bytes, size);
        return ssize_t(size);
    }
    void get_remote_ip_and_port(std::string &, int &) const override { }
    void get_local_ip_and_port(std::string &, int &) const override { }
    [[nodiscard]] socket_t socket() const override { return -1; }

    std::string output;

private:
    std::string m_input;
    size_t m_at = 0;
};

class OpenServer : public httplib::Server
{
public:
    using httplib::Server::process_request;
};

/// The directory of a session, with something beside it that must stay as it is.
class Place
{
public:
    Place()
        : m_directory(SessionDirectory::create(m_root.filePath(u"session"_s)))
    {
        require(m_directory.hasValue());
    }

    [[nodiscard]] const SessionDirectory &directory() const { return *m_directory; }

    void check() const
    {
        require(
            QDir(m_root.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden)
            == QStringList{u"session"_s});
        const auto files = directory().list({}, true);
        require(files.hasValue());
        for (const SessionFile &file : *files)
            require(file.isDirectory || file.sizeBytes <= MaxBytes);
    }

private:
    QTemporaryDir m_root;
    Result<SessionDirectory> m_directory;
};

std::string firstLine(std::string &text)
{
    const size_t end = std::min(text.find('\n'), text.size());
    std::string line = text.substr(0, end);
    text.erase(0, end + 1);
    std::erase_if(line, [](char c) { return c == '\r' || c == '\0'; });
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static std::unique_ptr<Place> place;
    static int uploads = 0;
    if (!place || ++uploads % UploadsInOneDirectory == 0) {
        if (place)
            place->check();
        place = std::make_unique<Place>();
    }

    std::string body(reinterpret_cast<const char *>(data), size);
    const std::string type = firstLine(body);
    const QString path = QString::fromStdString(firstLine(body));
    MemoryStream stream("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);

    OpenServer server;
    bool answered = false;
    server.Post(R"([\s\S]*)",
                [&](const httplib::Request &request, httplib::Response &response,
                    const httplib::ContentReader &reader) {
                    const auto start = sessionPath(path, {});
                    if (!start)
                        return;
                    UploadReceiver receiver(place->directory(), *start, MaxBytes);
                    const auto file = receiver.receive(request, reader);
                    answered = true;
                    response.status = file ? 200 : file.error().status;
                    if (!file)
                        return require(response.status >= 400 && !file.error().message.isEmpty());
                    require(file->sizeBytes <= MaxBytes && !file->isDirectory);
                    require(!file->name.contains(u'/') && file->name != ".."_L1);
                    const QString below
                        = file->directory.isEmpty() ? QString() : file->directory + u'/';
                    const auto stored = place->directory().file(below + file->name);
                    require(stored.hasValue() && stored->sizeBytes == file->sizeBytes);
                });
    bool closed = false;
    server.process_request(stream, false, closed, nullptr);
    require(!answered || stream.output.starts_with("HTTP/1.1 "));
    if (answered)
        place->check();
    return 0;
}
