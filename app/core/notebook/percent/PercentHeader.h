#pragma once

#include "notebook/percent/PercentDialect.h"

#include <QByteArray>
#include <QStringList>

namespace sessionbook {

/// What stands before the cells of a script: the interpreter, the encoding, and the notebook's
/// metadata as YAML in comments, as Jupytext writes it. A value.
struct PercentHeader
{
    qsizetype size = 0; ///< in lines
    qsizetype yamlBegin = -1; ///< the line "# ---"; negative where there is none
    QByteArray metadata; ///< of the notebook, a JSON object; empty where the header has none
    bool isUnderstood = true;

    [[nodiscard]] static PercentHeader fromLines(const QStringList &lines);
    /// The header of a new file.
    [[nodiscard]] static QStringList newLines(const QByteArray &metadata);
    /// The header of `lines`, which begin with this one, with other metadata; what is not the
    /// notebook's stays.
    [[nodiscard]] QStringList withMetadata(const QStringList &lines,
                                           const QByteArray &changed) const;
    [[nodiscard]] PercentDialect dialect() const;
};

} // namespace sessionbook
