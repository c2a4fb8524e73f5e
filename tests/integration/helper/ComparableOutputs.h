#pragma once

#include "notebook/Cell.h"

#include <QRegularExpression>
#include <QStringList>

namespace sessionbook {

/// A cell's outputs, whole and in order, without what differs from one run to the next by itself:
/// addresses in memory, the time of day (a listing of files), and what matplotlib says where the
/// kernel had no time to load it ahead.
inline QStringList comparableOutputs(const Cell &cell)
{
    static const QRegularExpression address(QStringLiteral("0x[0-9a-f]{6,}|at [0-9a-f]{10,}"));
    static const QRegularExpression time(QStringLiteral(R"(\b\d\d:\d\d(:\d\d)?\b)"));
    QStringList outputs;
    for (const Output &output : cell.outputs) {
        QString json = QString::fromUtf8(output.json());
        json.remove(
            QStringLiteral("Matplotlib is building the font cache; this may take a moment.\\n"));
        if (json.contains(QStringLiteral("\"text\":\"\"")))
            continue; // that was all
        outputs.append(json.replace(address, QStringLiteral("<address>"))
                           .replace(time, QStringLiteral("<time>")));
    }
    return outputs;
}

} // namespace sessionbook
