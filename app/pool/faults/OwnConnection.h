#pragma once

#include <httplib.h>

namespace sessionbook {

/// Ends the connection that `request` came by, under the hands of the server, which then finds that
/// it cannot write. To be called by the thread that serves it, so that it cannot be another's.
/// False when it cannot be found.
bool endConnection(const httplib::Request &request, bool reset);

} // namespace sessionbook
