#pragma once

namespace sessionbook {

// The parts of pool_bench that need more than a stop watch. Each prints its figures and returns
// whether everything it asked for was answered.

/// 128 MB up and down, and the pool's memory meanwhile.
[[nodiscard]] bool benchFiles();
/// A hundred sessions with numpy and pandas: do all answer, and what does each take?
[[nodiscard]] bool benchHundred();
/// Twenty clients at once, two hundred executions each.
[[nodiscard]] bool benchClients();
/// Two thousand sessions made and deleted one after another: what is left of them?
[[nodiscard]] bool benchChurn();

} // namespace sessionbook
