#pragma once

#include "outputs/AnsiText.h"

#include <QByteArray>
#include <QSize>
#include <QString>

#include <variant>

namespace sessionbook {

/// Text as a program printed it, or the plain representation of a value.
struct TextBlock
{
    AnsiText text;
    bool isStandardError = false;

    bool operator==(const TextBlock &) const = default;
};

/// A picture, not yet decoded.
struct ImageBlock
{
    QString mimeType;
    QByteArray data; ///< base64 text for raster types, the text itself for SVG
    QByteArray key; ///< hash of the content: equal pictures share one decoded image
    QSize pixelSize; ///< by the file's header, before decoding; invalid where it cannot be told
    QSize declaredSize; ///< device-independent size by the output's metadata; invalid where there
                        ///< is none
    QString alternativeText; ///< text/plain beside it

    bool operator==(const ImageBlock &) const = default;
};

/// Markup reduced to what QTextDocument shows safely: no scripts, no styles but a few, no addresses
/// that would be fetched.
struct HtmlBlock
{
    QString html;
    QString plainText; ///< for copying and for screen readers
    bool isMarkdown
        = false; ///< prose, set in the text's font; else a value's table or note, set smaller

    bool operator==(const HtmlBlock &) const = default;
};

/// A Python error: name and message first, then the frames.
struct ErrorBlock
{
    QString name;
    QString message;
    AnsiText traceback;

    bool operator==(const ErrorBlock &) const = default;
};

using OutputBlock = std::variant<TextBlock, ImageBlock, HtmlBlock, ErrorBlock>;

} // namespace sessionbook
