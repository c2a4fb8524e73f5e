#pragma once

#include "notebook/Cell.h"

#include <QString>

namespace sessionbook {

/// What a reader sees of a cell's outputs in a row: printed text, plain results, errors' names.
inline QString textOf(const Cell &cell)
{
    QString text;
    for (const Output &output : cell.outputs) {
        const OutputContent content = output.decode();
        if (const auto *stream = std::get_if<StreamContent>(&content))
            text += stream->text;
        else if (const auto *display = std::get_if<DisplayContent>(&content)) {
            if (const MimePart *plain = display->data.find(u"text/plain"))
                text += QString::fromUtf8(plain->data);
        } else if (const auto *error = std::get_if<ErrorContent>(&content))
            text += error->name;
    }
    return text;
}

} // namespace sessionbook
