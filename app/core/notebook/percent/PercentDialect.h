#pragma once

namespace sessionbook {

/// Who reads the file, which decides what a comment means.
///
/// Jupytext comments every kind of IPython command (magics, shell commands, questions), and where
/// its header says that it wrote the file, so do we. Elsewhere a comment such as "# copy the data"
/// is what it seems, and what stands behind "%%" is a title, as VS Code and Spyder have it.
enum class PercentDialect { Plain, Jupytext };

} // namespace sessionbook
