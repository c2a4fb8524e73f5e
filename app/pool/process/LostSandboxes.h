#pragma once

#include <QString>

namespace sessionbook {

/// Kills the bubblewraps that were started with something below `directory`, with all that runs in
/// them. For a pool that is no more, or ends.
///
/// They end with who started them, but for one moment: a bubblewrap that is killed while it makes
/// the namespaces leaves its child waiting for ever (bubblewrap 0.8: `--die-with-parent` is heeded
/// only after that wait). Such a child runs nothing, but nothing else would end it. Reads /proc;
/// may be called from any thread; what cannot be read or killed is left.
void killLostSandboxes(const QString &directory);

} // namespace sessionbook
