#pragma once

#include "FaultAction.h"
#include "base/Result.h"
#include "pool/http/ApiCall.h"

#include <QList>
#include <QRegularExpression>

#include <limits>

namespace sessionbook {

/// Which requests a fault strikes. What is not given matches everything.
struct FaultMatch
{
    QString method;
    std::optional<RoutePath::Kind> route = {};
    std::optional<QRegularExpression> path = {}; ///< found anywhere in the path as it was sent
    std::optional<QRegularExpression> identifier = {}; ///< of the whole identifier
    double afterSeconds = 0; ///< requests that come before the pool is so old are not counted
    // Of the requests that match so far, counted from 1, those from `from` to `to`, every so many.
    qint64 from = 1;
    qint64 to = std::numeric_limits<qint64>::max();
    qint64 every = 1;
    double probability = 1;
};

struct FaultRule
{
    FaultMatch match;
    FaultAction action;
};

/// What `--faults FILE` holds, checked; a value. docs/faults.md describes the format.
struct FaultScript
{
    static constexpr qsizetype MaxBytes = 1024 * 1024;
    static constexpr qsizetype MaxRules = 1000;

    quint64 seed = 0;
    double clock = 1; ///< how many seconds of the script pass in one second
    QList<FaultRule> rules;

    /// The error's detail names the place, line and column or a JSON pointer, and what to do.
    [[nodiscard]] static Result<FaultScript> fromJson(const QByteArray &bytes);
    [[nodiscard]] static Result<FaultScript> read(const QString &fileName);
};

} // namespace sessionbook
