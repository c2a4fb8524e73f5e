#pragma once

#include <QByteArray>
#include <QStringView>

namespace sessionbook {

/// Pictures as `data:` addresses that may stand in markup and in Markdown as they are: whatever the
/// file held, they consist of letters, digits and + / = : ; , alone. Pure.
namespace DataAddress {

/// `data` is what a notebook holds for the type: base64 text for raster types, the text for SVG,
/// which is made safe. Empty for a type that is not shown as a picture, for an SVG that is
/// refused, and for nothing.
[[nodiscard]] QByteArray ofPicture(QStringView mimeType, const QByteArray &data);

} // namespace DataAddress

} // namespace sessionbook
