#pragma once

#include "pool/process/ChildProcess.h"
#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QString>

#include <memory>

namespace sessionbook {

/// The way out of one sandbox to the network: slirp4netns, a program that takes what the sandbox
/// sends to its only interface, and makes ordinary connections of the pool's user from it.
///
/// Connections to the host's loopback are refused, and Unix sockets are no business of a network's.
/// The program has a sandbox and a filter of system calls of its own. It ends when this is
/// destroyed, and by itself when the pool ends. Usable from any thread, by one at a time.
class EgressLink
{
public:
    /// Who answers for names, within the sandbox: it passes questions on to the host's resolver.
    static constexpr auto Resolver = "10.0.2.3";

    /// The error says in one sentence why sandboxes cannot have networks on this machine.
    [[nodiscard]] static Result<void> check();
    /// Connects the sandbox whose process 1 is `initPid`, which must not have ended; the network is
    /// up when this returns. `cgroupEntrance` is that of the group to run in, or -1.
    [[nodiscard]] static Result<std::unique_ptr<EgressLink>> open(int initPid, int cgroupEntrance);
    EgressLink(ChildProcess process, FileDescriptor life);

private:
    ChildProcess m_process;
    FileDescriptor m_life; ///< closed, by us or by our end, it ends the process
};

} // namespace sessionbook
