#pragma once

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// A notebook of 10,000 cells with 2,000 PNGs and 200 MB, made of the cells of a real one over and
/// over: its sources, texts and pictures in its own layout. Pictures are lengthened (base64
/// repeated) until the size is reached.
class LargeNotebook
{
public:
    static constexpr int cells = 10'000;
    static constexpr int pictures = 2'000;
    static constexpr qsizetype bytes = 200'000'000;

    /// Empty where `model` cannot be read or has no picture.
    [[nodiscard]] static QByteArray madeFrom(const QString &model);
};

} // namespace sessionbook
