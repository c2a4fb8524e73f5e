#pragma once

#include "notebook/MimeBundle.h"

namespace sessionbook {

/// Which of several representations is shown: pictures before markup before plain text, among those
/// we can show.
class RepresentationPolicy
{
public:
    /// nullptr where there is none that we can show.
    [[nodiscard]] static const MimePart *best(const MimeBundle &bundle);
};

} // namespace sessionbook
