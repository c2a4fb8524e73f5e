#pragma once

#include "FaultAction.h"

#include <httplib.h>

namespace sessionbook {

/// Fills in an error as the service would give it, in the shape that the fault asks for.
void answerWith(const StatusFault &fault, httplib::Response &response);

} // namespace sessionbook
