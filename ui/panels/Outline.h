#pragma once

#include "notebook/Cell.h"

#include <QList>
#include <QString>

namespace sessionbook {

class Notebook;

/// A heading of a notebook's text cells.
struct OutlineEntry
{
    CellId cell;
    int level = 1; ///< 1 to 6
    QString title;

    bool operator==(const OutlineEntry &) const = default;
};

/// The headings of a notebook in order ("# Title" lines outside of fenced code). Pure.
class Outline
{
public:
    [[nodiscard]] static QList<OutlineEntry> of(const Notebook &notebook);
    [[nodiscard]] static QList<OutlineEntry> ofText(CellId cell, const QString &markdown);
};

} // namespace sessionbook
