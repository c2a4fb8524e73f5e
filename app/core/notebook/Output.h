#pragma once

#include "base/Result.h"
#include "notebook/json/ByteSlice.h"
#include "notebook/MimeBundle.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace sessionbook {

struct StreamContent
{
    QString name; ///< "stdout" or "stderr"
    QString text;

    bool operator==(const StreamContent &) const = default;
};

struct DisplayContent
{
    MimeBundle data;
    QByteArray metadata
        = {}; ///< JSON object text; may hold a picture's width and height by MIME type
    std::optional<int> executionCount = {}; ///< set for execute_result only
    bool isResult = false; ///< execute_result rather than display_data

    bool operator==(const DisplayContent &) const = default;
};

struct ErrorContent
{
    QString name; ///< such as "KeyError"
    QString message;
    QStringList traceback; ///< lines with ANSI escapes

    bool operator==(const ErrorContent &) const = default;
};

/// An output of a type we do not know: kept and shown by its type's name.
struct UnknownContent
{
    QString outputType;

    bool operator==(const UnknownContent &) const = default;
};

using OutputContent = std::variant<StreamContent, DisplayContent, ErrorContent, UnknownContent>;

/// One output of a cell: a value that holds the JSON object as it stands in the file and decodes it
/// only when asked, so that a notebook opens without decoding its pictures. Copies share the bytes.
/// Equal means: the same JSON bytes.
class Output
{
public:
    Output() = default;

    /// `object` is the text of one JSON object; it is not checked until decode().
    [[nodiscard]] static Output fromJson(ByteSlice object);
    [[nodiscard]] static Output stream(const QString &name, const QString &text);
    [[nodiscard]] static Output display(const DisplayContent &content);
    [[nodiscard]] static Output error(const ErrorContent &content);

    /// Valid as long as the output or a copy of it lives.
    [[nodiscard]] QByteArrayView json() const { return m_json.view(); }
    [[nodiscard]] const ByteSlice &slice() const { return m_json; }

    /// The content, bounded by the size of json(). Thread-safe: may be called off the GUI thread.
    /// Malformed content decodes to what can be read of it (missing texts empty), and to
    /// UnknownContent where not even the type is there.
    [[nodiscard]] OutputContent decode() const;

    bool operator==(const Output &) const = default;

private:
    explicit Output(ByteSlice json)
        : m_json(std::move(json))
    {
    }

    ByteSlice m_json;
};

} // namespace sessionbook
