#pragma once

#include "sessions/SessionEndpoint.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace sessionbook {

struct RunnerOptions
{
    QString input;
    QString output; ///< the input where no other was named
    std::optional<SessionEndpoint> pool; ///< nothing: the pool on this computer
    QStringList uploads;
    std::chrono::seconds cellTimeout{0}; ///< 0: none of ours
    std::optional<std::chrono::seconds> longestWait; ///< for a session; nothing: until interrupted
    bool allowErrors = false;
    bool executes = true;

    bool operator==(const RunnerOptions &) const = default;
};

/// What the arguments of sessionbook-run ask for. Pure; worded for people.
struct RunnerCommandLine
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::RunnerCommandLine)
public:
    enum class Action { Run, Show, Complain };

    Action action = Action::Complain;
    RunnerOptions options = {};
    QString text = {}; ///< to show, or the complaint

    /// `arguments` begin with the program's name.
    [[nodiscard]] static RunnerCommandLine parse(const QStringList &arguments);
};

} // namespace sessionbook
