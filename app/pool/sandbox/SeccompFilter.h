#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace sessionbook {

/// The system calls that a session may not make, as the program bubblewrap loads into the kernel
/// (`--seccomp`).
///
/// A list of refusals rather than of permissions: notebooks load any library there is, and what is
/// not refused is still confined by the namespaces. Two things are refused wholesale, so that the
/// list does not age badly: calls younger than it (ENOSYS, which C libraries fall back from) and
/// those of other architectures (the process is killed).
class SeccompFilter
{
public:
    /// The BPF program for the architecture this was built for; the error says what libseccomp did
    /// not agree to.
    [[nodiscard]] static Result<QByteArray> program();
};

} // namespace sessionbook
