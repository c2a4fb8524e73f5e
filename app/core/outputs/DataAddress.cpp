#include "outputs/DataAddress.h"

#include "outputs/SvgSanitizer.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr std::array rasterTypes{"image/png"_L1, "image/jpeg"_L1, "image/gif"_L1, "image/webp"_L1,
                                 "image/bmp"_L1};

bool isBase64(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9') || character == '+' || character == '/'
        || character == '=';
}

/// Line breaks go, as they may in base64, and so does what does not belong there.
QByteArray cleanBase64(const QByteArray &data)
{
    if (std::ranges::all_of(data, isBase64))
        return data;
    QByteArray clean;
    clean.reserve(data.size());
    std::ranges::copy_if(data, std::back_inserter(clean), isBase64);
    return clean;
}

/// A browser takes a file for a picture only when the root names its namespaces; outputs that were
/// made to stand in a page often do not.
QByteArray withNamespaces(QByteArray svg)
{
    const qsizetype root = svg.indexOf("<svg");
    const qsizetype end = svg.indexOf('>', root);
    if (root < 0 || end < 0)
        return svg;
    const QByteArrayView head = QByteArrayView(svg).sliced(root, end - root);
    QByteArray missing;
    if (!head.contains("xmlns="))
        missing += " xmlns=\"http://www.w3.org/2000/svg\"";
    if (!head.contains("xmlns:xlink=") && svg.contains("xlink:"))
        missing += " xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    return svg.insert(root + 4, missing);
}

QByteArray svgText(const QByteArray &data)
{
    // Attachments hold it as base64, outputs as text.
    return data.contains('<') ? data : QByteArray::fromBase64(data);
}

} // namespace

QByteArray DataAddress::ofPicture(QStringView mimeType, const QByteArray &data)
{
    if (mimeType == "image/svg+xml"_L1) {
        const auto safe = SvgSanitizer::sanitized(svgText(data));
        return safe ? "data:image/svg+xml;base64," + withNamespaces(*safe).toBase64()
                    : QByteArray();
    }
    const auto type = std::ranges::find_if(
        rasterTypes, [mimeType](QLatin1String known) { return mimeType == known; });
    const QByteArray base64 = type == rasterTypes.end() ? QByteArray() : cleanBase64(data);
    return base64.isEmpty()
        ? QByteArray()
        : "data:" + QByteArray(type->data(), type->size()) + ";base64," + base64;
}

} // namespace sessionbook
