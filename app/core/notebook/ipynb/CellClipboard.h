#pragma once

#include "notebook/Cell.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// Cells as they travel through the clipboard: JSON of type "application/x-sessionbook-cells+json"
/// beside plain text.
class CellClipboard
{
public:
    static constexpr auto mimeType = "application/x-sessionbook-cells+json";

    [[nodiscard]] static QByteArray toJson(const QList<Cell> &cells);
    /// Empty where `json` holds no cells: the clipboard may hold anything.
    [[nodiscard]] static QList<Cell> fromJson(const QByteArray &json);
    /// The sources with an empty line between, for other programs.
    [[nodiscard]] static QString toPlainText(const QList<Cell> &cells);
};

} // namespace sessionbook
