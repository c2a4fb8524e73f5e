#pragma once

#include <QList>
#include <QString>
#include <QTextStream>

#include <algorithm>
#include <chrono>

namespace sessionbook {

/// One line of the benchmark's output.
inline void print(const QString &name, double value, const char *unit)
{
    QTextStream(stdout) << name << ' ' << QString::number(value, 'f', 2) << ' ' << unit << Qt::endl;
}

/// A share of 0.5 is the median; nothing measured gives 0.
[[nodiscard]] inline double quantile(QList<double> samples, double share)
{
    std::ranges::sort(samples);
    return samples.isEmpty() ? 0 : samples.at(qsizetype(double(samples.size() - 1) * share));
}

/// Of one call of `work`.
template<typename Work> [[nodiscard]] double milliseconds(Work work)
{
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
        .count();
}

} // namespace sessionbook
