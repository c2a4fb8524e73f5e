#pragma once

#include "notebook/percent/PercentDialect.h"

#include <QHash>
#include <QStringList>

namespace sessionbook {

/// The lines of code cells between notebook and script: IPython's own commands are no Python, so
/// in a script they are comments, and what would be taken for one, or for the marker of a cell, is
/// commented once more. Pure.
class MagicLines
{
public:
    explicit MagicLines(PercentDialect dialect)
        : m_dialect(dialect)
    {
    }

    /// Whether the line begins a cell.
    [[nodiscard]] bool isMarker(const QString &line) const;
    /// `asRead` gives the script's own words for lines of the notebook, which are taken where they
    /// still mean the same: who does not comment magics goes on so.
    [[nodiscard]] QStringList toScript(const QStringList &source,
                                       const QHash<QString, QString> &asRead) const;
    [[nodiscard]] QStringList fromScript(const QStringList &lines) const;

    /// The same for lines that are comments altogether: text cells, and code that is not to run.
    [[nodiscard]] QStringList toComments(const QStringList &source) const;
    [[nodiscard]] QStringList fromComments(const QStringList &lines) const;

private:
    [[nodiscard]] bool isMagic(const QString &line) const;
    [[nodiscard]] bool isCommentedMarker(const QString &line) const;
    [[nodiscard]] QString written(const QString &line, bool continues) const;

    PercentDialect m_dialect;
};

} // namespace sessionbook
