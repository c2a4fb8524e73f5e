#pragma once

#include "notebook/json/FileStyle.h"

#include <QByteArray>

namespace sessionbook {

/// Appends JSON to a text in a file's style: indentation, line ends and separators. The caller
/// gives a well-formed sequence of calls; nothing is checked but what relay() copies.
class JsonWriter
{
public:
    /// `depth` is that of the place where the value is written; `out` must outlive the writer.
    JsonWriter(QByteArray &out, const FileStyle &style, int depth = 0);

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    /// A member's name; its value must follow.
    void name(QStringView name);
    void member(QByteArrayView utf8Name, QByteArrayView rawValue);
    /// A value as JSON text, copied as it is.
    void raw(QByteArrayView value);
    void string(QStringView text);
    /// A text the way Jupyter stores longer ones: as the list of its lines.
    void lines(const QString &text);
    /// Writes a value anew as Jupyter would: names sorted, escapes normalised, numbers kept. `json`
    /// must be valid.
    void relay(QByteArrayView json);

    [[nodiscard]] const FileStyle &style() const { return m_style; }

private:
    void open(char bracket);
    void close(char bracket);
    void startItem();
    void newLine();

    QByteArray &m_out;
    const FileStyle &m_style;
    int m_depth;
    bool m_isFirst = true;
    bool m_afterName = false;
};

} // namespace sessionbook
