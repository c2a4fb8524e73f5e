#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace sessionbook {

/// A JSON value read the plain way, for tests only: it shares no code with the product's
/// JsonCursor, so that both have to be wrong in the same way to agree. Reads what Python's json
/// module reads, NaN and lone halves of surrogate pairs included.
struct PlainJson
{
    enum class Kind { Object, Array, String, Scalar };

    Kind kind = Kind::Scalar;
    QString text; ///< of a string, decoded; of a number or word, as it stands
    QList<PlainJson> items;
    QList<std::pair<QString, PlainJson>> members; ///< a doubled name once, with its last value

    /// Nothing where the text is not one JSON value.
    [[nodiscard]] static std::optional<PlainJson> parse(const QByteArray &utf8);
    /// nullptr where there is none.
    [[nodiscard]] const PlainJson *member(QStringView name) const;
    /// The text of a string, or of a list of strings joined.
    [[nodiscard]] std::optional<QString> joined() const;

    /// Order of members does not count; a number counts as it is written.
    bool operator==(const PlainJson &other) const;
};

} // namespace sessionbook
