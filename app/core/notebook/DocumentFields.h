#pragma once

#include "notebook/json/ByteSlice.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace sessionbook {

/// What a cell holds besides kind, text and outputs; as in Cell.
struct CellFields
{
    QString fileId;
    QByteArray metadata;
    QList<ByteSlice> otherFields;

    bool operator==(const CellFields &) const = default;
};

/// What a notebook holds besides its cells; as in NotebookData.
struct NotebookFields
{
    int formatMajor = 4;
    int formatMinor = 5;
    QByteArray metadata;
    QList<ByteSlice> otherFields;

    bool operator==(const NotebookFields &) const = default;
};

} // namespace sessionbook
