#pragma once

#include <functional>

class QWidget;

namespace sessionbook {

class RebuildController;
class SessionController;
struct ProgramServices;

/// What becomes of a remote session when its window is closed: it is asked, and the answer can be
/// remembered. A session of this computer ends, and so does one in which nothing ran.
namespace ClosingQuestion {

[[nodiscard]] bool isNeeded(const SessionController &session, const RebuildController &rebuild,
                            const ProgramServices &services);
/// What was answered once and for all.
void applyRemembered(SessionController &session, const ProgramServices &services);
/// `then` is called when the window may go; not when that was cancelled.
void ask(SessionController &session, const RebuildController &rebuild,
         const ProgramServices &services, QWidget &window, std::function<void()> then);

} // namespace ClosingQuestion

} // namespace sessionbook
