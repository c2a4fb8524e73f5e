#pragma once

#include "FaultScript.h"

#include <mutex>
#include <random>
#include <vector>

namespace sessionbook {

/// What a fault script looks at in a request.
struct RequestTraits
{
    QString method;
    RoutePath::Kind route = RoutePath::Kind::Unknown;
    QString path; ///< as it was sent, without the query
    QString identifier;
    double poolAgeSeconds = 0; ///< in the script's time
};

/// A fault that strikes.
struct StruckFault
{
    int rule = 0; ///< its index in the script
    qint64 count = 0; ///< which of the requests that match the rule it is, from 1
    FaultAction action;
};

/// Decides, request by request, which fault strikes. Thread-safe.
///
/// Every rule counts the requests it matches, whatever becomes of them; of the rules that would
/// strike, the first one does. The same requests in the same order meet the same faults.
class FaultSchedule
{
public:
    explicit FaultSchedule(FaultScript script);

    [[nodiscard]] std::optional<StruckFault> next(const RequestTraits &request);

private:
    struct State
    {
        qint64 count = 0;
        std::mt19937_64 dice;
    };

    [[nodiscard]] static bool isDue(const FaultMatch &match, State &state);

    const FaultScript m_script;
    std::mutex m_mutex;
    std::vector<State> m_states; ///< one a rule
};

} // namespace sessionbook
