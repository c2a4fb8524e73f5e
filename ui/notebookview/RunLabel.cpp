#include "notebookview/RunLabel.h"

#include "notebookview/CellDecoration.h"

#include <QLocale>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

QString minutesAndSeconds(std::chrono::milliseconds time)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    if (seconds < 3600)
        return RunLabel::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return RunLabel::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

} // namespace

RunLabel RunLabel::waiting(std::chrono::milliseconds untilNextTry)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(untilNextTry).count();
    //: beside a cell; the pool has no session free and is asked again after so many seconds
    const QString text = seconds > 0 ? tr("waiting for a session, %1 s").arg(seconds)
                                     : tr("waiting for a session");
    return {RunMark::Clock, text, ColorRole::Warning, ColorRole::Warning};
}

RunLabel RunLabel::from(const CellDecoration &decoration)
{
    const bool isBusy
        = decoration.run.state == RunState::Queued || decoration.run.state == RunState::Running;
    if (decoration.isStateLost && !isBusy)
        //: beside a cell whose variables are gone with its session
        return {RunMark::Hollow, tr("not in this session")};
    switch (decoration.run.state) {
    case RunState::Idle:
        return {};
    case RunState::Queued:
        return {RunMark::Clock, tr("queued")};
    case RunState::Running:
        if (decoration.untilNextTry)
            return waiting(*decoration.untilNextTry);
        return {RunMark::None, tickingDuration(decoration.elapsed), ColorRole::Accent,
                ColorRole::Accent};
    case RunState::Done:
        return {RunMark::Tick, duration(decoration.run.duration), ColorRole::Ok,
                ColorRole::MutedText};
    case RunState::Failed:
        return {RunMark::Cross, duration(decoration.run.duration), ColorRole::Error,
                ColorRole::Error};
    case RunState::Cancelled:
        return {RunMark::Stopped, tr("cancelled")};
    }
    return {};
}

QString RunLabel::prompt(const CellDecoration &decoration, std::optional<int> executionCount)
{
    if (decoration.run.state == RunState::Queued || decoration.run.state == RunState::Running)
        return u"[*]"_s;
    if (decoration.isStateLost && executionCount)
        return u"(%1)"_s.arg(*executionCount);
    return executionCount ? u"[%1]"_s.arg(*executionCount) : u"[ ]"_s;
}

QString RunLabel::duration(std::chrono::milliseconds time)
{
    if (time < 100ms)
        return tr("%1 ms").arg(time.count());
    const double seconds = static_cast<double>(time.count()) / 1000;
    if (time < 10s)
        return tr("%1 s").arg(QLocale().toString(seconds, 'f', 2));
    if (time < 60s)
        return tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
    return minutesAndSeconds(time);
}

QString RunLabel::tickingDuration(std::chrono::milliseconds time)
{
    if (time >= 60s)
        return minutesAndSeconds(time);
    return tr("%1 s").arg(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

} // namespace sessionbook
