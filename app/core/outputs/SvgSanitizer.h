#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace sessionbook {

/// Makes an SVG safe to hand to QSvgRenderer, which reads files that a picture names and follows
/// <use> without counting: pictures by address, scripts, animations and document types go,
/// references are bounded. Pure and thread-safe.
class SvgSanitizer
{
public:
    static constexpr int maximumElements = 200'000;
    static constexpr int maximumNesting = 200;

    /// Errors: InvalidArgument for what is not well-formed SVG, TooLarge for what would take too
    /// long to paint.
    [[nodiscard]] static Result<QByteArray> sanitized(const QByteArray &svg);
};

} // namespace sessionbook
