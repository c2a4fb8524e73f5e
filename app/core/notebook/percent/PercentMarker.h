#pragma once

#include "notebook/Cell.h"
#include "notebook/json/JsonFields.h"

#include <QString>

namespace sessionbook {

/// The line that begins a cell, taken apart: `# %% title [markdown] tags=["a"]`. A value.
struct PercentMarker
{
    /// How the lines below stand in the script.
    enum class Body { Code, Comments };

    CellKind kind = CellKind::Code;
    Body body = Body::Code;
    /// The cell's metadata, the title and the depth among it, as Jupytext has them.
    JsonFields metadata;
    QString language; ///< a cell of another language, which begins with "%%language" in a notebook
    QString languageArguments;
    /// How many empty lines at the end are the cell's own, where that is said; -1: the usual.
    int ownEmptyLines = -1;
    bool isUnderstood = true; ///< false: the metadata could not be read

    /// `line` is a marker by MagicLines::isMarker().
    [[nodiscard]] static PercentMarker fromLine(const QString &line);
    /// The line, without its end.
    [[nodiscard]] QString toLine() const;

    /// What a cell's marker says of `metadata`: what is only the notebook's own is left out, such
    /// as when the cell was run.
    [[nodiscard]] static JsonFields writable(const QByteArray &metadata);
    /// Languages that Jupytext knows cells of.
    [[nodiscard]] static bool isLanguage(const QString &name);
    /// Whether code with this metadata is to stand in a script as code.
    [[nodiscard]] static bool isActive(const JsonFields &metadata);
    /// Whether it is code in a script and a raw cell in a notebook.
    [[nodiscard]] static bool isScriptOnly(const JsonFields &metadata);
};

} // namespace sessionbook
