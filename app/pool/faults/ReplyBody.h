#pragma once

#include <httplib.h>

#include <functional>

namespace sessionbook {

/// What each piece of a reply's body meets on its way to the connection `sink`: passes on what it
/// will. False ends the connection there.
using BodyFilter = std::function<bool(const char *bytes, size_t count, httplib::DataSink &sink)>;

/// Makes the body of a reply that is filled in go through `filter`; one without a body stays as it
/// is.
void filterBody(httplib::Response &response, BodyFilter filter);
/// Does the work that a reply's body stands for, which for a stream is the execution itself, and
/// forgets the bytes.
void drainBody(httplib::Response &response);

} // namespace sessionbook
