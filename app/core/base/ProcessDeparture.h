#pragma once

#include <memory>

class QProcess;

namespace sessionbook {

/// Keeps a process that nobody waits for any more until it has ended, then deletes its object.
///
/// QProcess's destructor would wait for the end, and kill. The caller has asked the process to end,
/// or killed it, and hears no more of it. If the program itself ends first, the process is left to
/// the system as it is. One thread for all, that of the event loop; no errors.
void letDepart(std::unique_ptr<QProcess> process);

} // namespace sessionbook
