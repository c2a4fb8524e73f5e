#include "EgressLink.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Program = "slirp4netns"_L1;
constexpr auto StartLimit = 10s;
/// It needs 4 MB; a flood of connections shall not take the machine's.
constexpr ChildProcess::Limits ProgramLimits{
    .memoryBytes = 512LL * 1024 * 1024, .openFiles = 2048, .niceness = 2};

struct Pipe
{
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

std::optional<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

QString pathOf(const FileDescriptor &descriptor)
{
    return u"/proc/self/fd/%1"_s.arg(descriptor.get());
}

QStringList commandFor(const FileDescriptor &network, const FileDescriptor &owner,
                       const FileDescriptor &ready, const FileDescriptor &life)
{
    return {Program,
            u"--configure"_s,
            u"--mtu=65520"_s,
            u"--disable-host-loopback"_s,
            u"--enable-sandbox"_s,
            u"--enable-seccomp"_s,
            u"--ready-fd=%1"_s.arg(ready.get()),
            u"--exit-fd=%1"_s.arg(life.get()),
            "--userns-path="_L1 + pathOf(owner),
            u"--netns-type=path"_s,
            pathOf(network),
            u"tap0"_s};
}

Error failure(const QString &what)
{
    return {ErrorKind::ProcessFailed, u"the session cannot be given a network: "_s + what};
}

QString lastWords(int descriptor)
{
    std::array<char, 4096> bytes{};
    const ssize_t count = read(descriptor, bytes.data(), bytes.size());
    const QString text = QString::fromLocal8Bit(bytes.data(), std::max<ssize_t>(count, 0));
    return text.trimmed().section(u'\n', -1);
}

bool saysReady(const FileDescriptor &descriptor)
{
    char word = 0;
    return waitReadable(descriptor.get(), StartLimit) && read(descriptor.get(), &word, 1) == 1;
}

} // namespace

Result<void> EgressLink::check()
{
    if (QStandardPaths::findExecutable(Program).isEmpty())
        return Error{ErrorKind::NotFound,
                     u"--egress on needs slirp4netns, which is not installed."_s};
    const FileDescriptor tunnel(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    if (!tunnel.isOpen())
        return Error{ErrorKind::PermissionDenied,
                     u"--egress on needs /dev/net/tun, which cannot be opened (%1)."_s.arg(
                         QString::fromLocal8Bit(strerror(errno)))};
    return {};
}

Result<std::unique_ptr<EgressLink>> EgressLink::open(int initPid, int cgroupEntrance)
{
    const QByteArray path = "/proc/" + QByteArray::number(initPid) + "/ns/net";
    const FileDescriptor network(::open(path.constData(), O_RDONLY | O_CLOEXEC));
    // The processes live in a user namespace further in, which has no rights to the network.
    const FileDescriptor owner(network.isOpen() ? ioctl(network.get(), NS_GET_USERNS) : -1);
    auto ready = makePipe();
    auto life = makePipe();
    if (!owner.isOpen() || !ready || !life)
        return failure(QString::fromLocal8Bit(strerror(errno)));
    ChildProcess::Limits limits = ProgramLimits;
    limits.cgroupEntrance = cgroupEntrance;
    auto process = ChildProcess::start(
        commandFor(network, owner, ready->writeEnd, life->readEnd),
        {network.get(), owner.get(), ready->writeEnd.get(), life->readEnd.get()}, limits);
    if (!process)
        return process.error();
    ready->writeEnd.reset();
    if (!saysReady(ready->readEnd))
        return failure(lastWords(process->errorDescriptor()));
    return std::make_unique<EgressLink>(std::move(*process), std::move(life->writeEnd));
}

EgressLink::EgressLink(ChildProcess process, FileDescriptor life)
    : m_process(std::move(process))
    , m_life(std::move(life))
{
}

} // namespace sessionbook
