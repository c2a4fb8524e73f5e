#include "PoolOptions.h"
#include "PoolServer.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTextStream>

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

enum ExitCode { Ended = 0, CannotStart = 1, BadUse = 2 };

constexpr int TidyMilliseconds = 1000;

Secret randomToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return Secret(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

/// The signals that end the pool, as a descriptor; blocked in every thread made from now on.
int endingSignals()
{
    signal(SIGPIPE, SIG_IGN);
    sigset_t ending;
    sigemptyset(&ending);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&ending, number);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    return signalfd(-1, &ending, SFD_CLOEXEC);
}

/// What a large output needed is kept for the next one: memory that goes back to the system must be
/// cleared page by page when it returns, which took longer than reading the output.
void keepSomeMemory()
{
    constexpr int KeptBytes = 8 * 1024 * 1024;
    mallopt(M_MMAP_THRESHOLD, KeptBytes);
    mallopt(M_TRIM_THRESHOLD, KeptBytes);
    mallopt(M_ARENA_MAX, 2); // each keeps its own
}

/// Connections and kernels need more descriptors than the 1024 that are usual; the kernels get a
/// limit of their own.
void allowManyDescriptors()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
    setrlimit(RLIMIT_NOFILE, &limit);
}

void announce(const PoolServer &server, const PoolOptions &options)
{
    QJsonObject facts{{u"endpoint"_s, server.endpoint()},
                      {u"auth"_s, options.doors.authName()},
                      {u"pid"_s, QCoreApplication::applicationPid()}};
    if (options.doors.auth == DoorOptions::Auth::Token)
        facts.insert(u"token"_s, QString::fromLatin1(options.token.reveal()));
    if (const LocalCertificates *certificates = server.certificates()) {
        facts.insert(u"authority"_s, certificates->authorityFile());
        QTextStream(stderr) << certificates->advice() << Qt::flush;
    }
    if (options.doors.auth
        == DoorOptions::Auth::Entra) // else the token is the key, or none is asked
        facts.insert(u"mcpKey"_s, QString::fromLatin1(options.token.reveal()));
    QTextStream(stdout) << QJsonDocument(facts).toJson(QJsonDocument::Compact) << Qt::endl;
}

bool inputHasClosed(const pollfd &entry)
{
    std::array<char, 4096> ignored{};
    return entry.revents != 0 && read(entry.fd, ignored.data(), ignored.size()) <= 0;
}

/// Returns when standard input closes (unless `detached`) or a signal asks for the end.
void serveUntilTheEnd(PoolServer &server, int endSignal, bool detached)
{
    std::array<pollfd, 2> entries{{{endSignal, POLLIN, 0}, {detached ? -1 : 0, POLLIN, 0}}};
    while (true) {
        poll(entries.data(), entries.size(), TidyMilliseconds);
        if (entries[0].revents != 0 || inputHasClosed(entries[1]))
            return;
        server.tidy();
    }
}

int complain(const QString &sentence, ExitCode code)
{
    QTextStream(stderr) << "sessionbook-pool: " << sentence << Qt::endl;
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    keepSomeMemory();
    allowManyDescriptors();
    const int endSignal = endingSignals();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sessionbook-pool"_s);

    auto options = PoolOptions::parse(QCoreApplication::arguments());
    if (!options)
        return complain(options.error().detail + " Try --help."_L1, BadUse);
    if (options->showHelp || options->showVersion) {
        QTextStream(stdout) << (options->showHelp ? PoolOptions::helpText()
                                                  : "sessionbook-pool " SESSIONBOOK_VERSION
                                                    "\n"_L1);
        return Ended;
    }
    for (const QString &warning : options->doors.warnings())
        QTextStream(stderr) << "sessionbook-pool: warning: " << warning << Qt::endl;
    if (options->token.isEmpty())
        options->token = randomToken();

    PoolServer server(*options);
    if (const auto started = server.start(); !started) {
        server.stop();
        return complain(
            u"cannot start: %1 %2"_s.arg(started.error().detail, started.error().path).trimmed(),
            CannotStart);
    }
    // From now on, sandboxes whose outer process died become children of ours, and KernelProcess
    // waits for them. Not earlier: the sandbox tried at the start is nobody's to wait for.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    announce(server, *options);
    serveUntilTheEnd(server, endSignal, options->detach);
    server.stop();
    // Threads may still wait for clients that do not read; nothing of theirs is worth waiting for.
    _exit(Ended);
}
