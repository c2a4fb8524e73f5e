#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

namespace sessionbook {

/// One representation of one thing a cell displayed.
struct MimePart
{
    QString type; ///< such as "image/png"
    /// Text types: the text in UTF-8 with a list of lines joined (base64 stays base64). JSON types
    /// ("application/json", "+json"): the JSON text as it stands in the file.
    QByteArray data;

    bool operator==(const MimePart &) const = default;
};

/// All representations of one thing, in the order of the file. A value; copies share their bytes.
struct MimeBundle
{
    QList<MimePart> parts;

    /// nullptr where the type is absent.
    [[nodiscard]] const MimePart *find(QStringView type) const;
    [[nodiscard]] bool contains(QStringView type) const { return find(type) != nullptr; }
    [[nodiscard]] static bool isJsonType(QStringView type);

    bool operator==(const MimeBundle &) const = default;
};

} // namespace sessionbook
