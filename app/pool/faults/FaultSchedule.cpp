#include "FaultSchedule.h"

namespace sessionbook {

namespace {

bool matches(const std::optional<QRegularExpression> &pattern, const QString &text)
{
    return !pattern || pattern->match(text).hasMatch();
}

bool matches(const FaultMatch &match, const RequestTraits &request)
{
    return (match.method.isEmpty() || match.method == request.method)
        && (!match.route || *match.route == request.route) && matches(match.path, request.path)
        && matches(match.identifier, request.identifier)
        && request.poolAgeSeconds >= match.afterSeconds;
}

/// From 0 to below 1, the same on every machine, which the standard's distributions are not.
double throwDice(std::mt19937_64 &dice)
{
    return double(dice() >> 11) / double(1ULL << 53);
}

} // namespace

FaultSchedule::FaultSchedule(FaultScript script)
    : m_script(std::move(script))
{
    for (qsizetype i = 0; i < m_script.rules.size(); ++i)
        // Dice of its own for each rule, so that adding one does not change what the others do.
        m_states.push_back(
            {.count = 0, .dice = std::mt19937_64(m_script.seed * 1000003 + quint64(i))});
}

std::optional<StruckFault> FaultSchedule::next(const RequestTraits &request)
{
    const std::lock_guard lock(m_mutex);
    std::optional<StruckFault> struck;
    for (qsizetype i = 0; i < m_script.rules.size(); ++i) {
        const FaultRule &rule = m_script.rules.at(i);
        State &state = m_states.at(size_t(i));
        if (matches(rule.match, request) && isDue(rule.match, state) && !struck)
            struck = StruckFault{.rule = int(i), .count = state.count, .action = rule.action};
    }
    return struck;
}

bool FaultSchedule::isDue(const FaultMatch &match, State &state)
{
    ++state.count;
    if (state.count < match.from || state.count > match.to
        || (state.count - match.from + 1) % match.every != 0)
        return false;
    return throwDice(state.dice) < match.probability;
}

} // namespace sessionbook
