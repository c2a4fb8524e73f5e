#pragma once

#include "execution/RunState.h"
#include "notebook/Cell.h"
#include "theme/Theme.h"

#include <QCoreApplication>
#include <QString>

#include <chrono>

namespace sessionbook {

struct CellDecoration;

/// The drawn mark before a run's time; drawn rather than typed, so that no font decides how it
/// looks.
enum class RunMark { None, Tick, Cross, Clock, Stopped, Hollow };

/// What stands in the right upper corner of a code cell and in the gutter, for one state of its
/// run. A value, pure.
struct RunLabel
{
    Q_DECLARE_TR_FUNCTIONS(RunLabel)

public:
    RunMark mark = RunMark::None;
    QString text;
    ColorRole markRole = ColorRole::MutedText;
    ColorRole textRole = ColorRole::MutedText;

    [[nodiscard]] static RunLabel from(const CellDecoration &decoration);
    /// "[ ]", "[*]" or "[7]"; "(7)" where that ran in a session that is gone.
    [[nodiscard]] static QString prompt(const CellDecoration &decoration,
                                        std::optional<int> executionCount);
    /// Such as "4 ms", "0.14 s", "2 min 5 s".
    [[nodiscard]] static QString duration(std::chrono::milliseconds time);
    /// While it runs the time ticks in seconds: nothing on the page moves faster.
    [[nodiscard]] static QString tickingDuration(std::chrono::milliseconds time);

    bool operator==(const RunLabel &) const = default;

private:
    [[nodiscard]] static RunLabel waiting(std::chrono::milliseconds untilNextTry);
};

} // namespace sessionbook
