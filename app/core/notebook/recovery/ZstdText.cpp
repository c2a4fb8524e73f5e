#include "notebook/recovery/ZstdText.h"

#include <QIODevice>

#include <memory>
#include <zstd.h>

namespace sessionbook {

namespace {

struct Deleter
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
};

bool pump(ZSTD_CCtx *context, QByteArrayView text, ZSTD_EndDirective end, QByteArray &buffer,
          QIODevice &device)
{
    ZSTD_inBuffer input = {text.data(), static_cast<size_t>(text.size()), 0};
    for (;;) {
        ZSTD_outBuffer output = {buffer.data(), static_cast<size_t>(buffer.size()), 0};
        const size_t left = ZSTD_compressStream2(context, &output, &input, end);
        const auto size = static_cast<qint64>(output.pos);
        if (ZSTD_isError(left) || device.write(buffer.constData(), size) != size)
            return false;
        const bool isDone = end == ZSTD_e_end ? left == 0 : input.pos == input.size;
        if (isDone)
            return true;
    }
}

} // namespace

bool ZstdText::write(const QList<ByteSlice> &pieces, QIODevice &device)
{
    const std::unique_ptr<ZSTD_CCtx, Deleter> context(ZSTD_createCCtx());
    if (!context)
        return false;
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    QByteArray buffer(static_cast<qsizetype>(ZSTD_CStreamOutSize()), Qt::Uninitialized);
    for (const ByteSlice &piece : pieces) {
        if (!pump(context.get(), piece.view(), ZSTD_e_continue, buffer, device))
            return false;
    }
    return pump(context.get(), {}, ZSTD_e_end, buffer, device);
}

std::optional<QByteArray> ZstdText::read(const QByteArray &bytes, qint64 size)
{
    // A frame compresses to a hundred-thousandth at best: a name that claims more lies.
    constexpr qint64 bestRatio = 100'000;
    if (size < 0 || size > (bytes.size() + 1) * bestRatio)
        return std::nullopt;
    QByteArray text(size, Qt::Uninitialized);
    const size_t read = ZSTD_decompress(text.data(), static_cast<size_t>(size), bytes.constData(),
                                        static_cast<size_t>(bytes.size()));
    if (ZSTD_isError(read) || read != static_cast<size_t>(size))
        return std::nullopt;
    return text;
}

} // namespace sessionbook
