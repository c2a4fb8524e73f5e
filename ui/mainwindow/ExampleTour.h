#pragma once

#include "base/Result.h"
#include "notebook/files/NotebookFile.h"

#include <QTemporaryDir>

namespace sessionbook {

/// Help ▸ Examples ▸ Tour: the notebook and the data file that come with the program
/// (":/examples").
class ExampleTour
{
public:
    [[nodiscard]] static Result<NotebookData> notebook();
    /// The data file as a file of its own that can be uploaded, for as long as this lives. Errors:
    /// WriteFailed.
    [[nodiscard]] Result<QString> dataFile();

private:
    QTemporaryDir m_directory;
};

} // namespace sessionbook
