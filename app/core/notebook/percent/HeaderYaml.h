#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// The part of YAML that headers of scripts are written in: maps by indentation, lists of texts,
/// plain and quoted texts, numbers, and JSON. Pure.
namespace HeaderYaml {

/// A map, as JSON; nothing where the lines are something else, or YAML that is not understood here.
[[nodiscard]] std::optional<QByteArray> toJson(const QStringList &lines);
/// The lines of a map; `object` must be a valid object.
[[nodiscard]] QStringList fromJson(QByteArrayView object);

} // namespace HeaderYaml

} // namespace sessionbook
