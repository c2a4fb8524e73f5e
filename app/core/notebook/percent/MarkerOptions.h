#pragma once

#include "notebook/json/JsonFields.h"

#include <QString>

namespace sessionbook {

/// What stands behind the percent signs of a cell's marker: a title and metadata, as `key=value`
/// words or as one JSON object. A value.
struct MarkerOptions
{
    QString title;
    JsonFields metadata;
    bool isUnderstood = true;

    /// What cannot be understood becomes the text of one field, as Jupytext has it.
    [[nodiscard]] static MarkerOptions fromText(const QString &text);
    /// The metadata alone.
    [[nodiscard]] static QString toText(const JsonFields &metadata);
};

} // namespace sessionbook
