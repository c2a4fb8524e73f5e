#pragma once

#include <QString>
#include <QStringView>

namespace sessionbook {

/// Code for a page, in colours where we know its language. Pure.
namespace CodeMarkup {

[[nodiscard]] QString of(QStringView code, QStringView language);

} // namespace CodeMarkup

} // namespace sessionbook
