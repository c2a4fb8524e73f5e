#pragma once

#include <QString>

namespace sessionbook {

/// The code that is sent to a kernel to make its helper do something (resources/helper/kernel.py).
///
/// Where there is no helper each of them does nothing but print that it is missing; see
/// HelperFrame::State::Missing. Pure.
namespace HelperCall {

/// A name for a run or for another call: unguessable, so that no cell can speak in its place.
[[nodiscard]] QString newId();

[[nodiscard]] QString install(const QString &id);

struct Run
{
    QString id;
    QString code; ///< any text: it arrives as it is
    QString prefix; ///< of its segments' names; empty where no file of the session can be fetched
    int room = 0; ///< characters that its reply may hold
};
[[nodiscard]] QString run(const Run &run);
/// Asks once more for the reply of the last run, in no more than `room` characters.
[[nodiscard]] QString repeat(const QString &id, const QString &run, int room);
/// Asks for a piece of a segment of the last run.
struct Piece
{
    QString run;
    int segment = 0;
    qint64 offset = 0;
    int room = 0;
};
[[nodiscard]] QString piece(const QString &id, const Piece &piece);
/// Interrupts a run from another kernel of its session, without a helper there.
[[nodiscard]] QString interruptFromOutside(const QString &run);

} // namespace HelperCall
} // namespace sessionbook
