#pragma once

#include <QByteArrayView>
#include <QString>

namespace sessionbook {

namespace NotebookLanguage {

/// The language of the code cells by the notebook's metadata (language_info or kernelspec), in
/// lower case; "python" where they say nothing.
[[nodiscard]] QString of(QByteArrayView metadata);

} // namespace NotebookLanguage

} // namespace sessionbook
