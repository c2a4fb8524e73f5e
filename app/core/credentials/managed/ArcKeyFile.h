#pragma once

#include "base/Result.h"
#include "base/Secret.h"
#include "credentials/SourceFailure.h"

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// Where Azure Arc's agent puts the keys by which a program shows that it may read them.
[[nodiscard]] QString arcKeyDirectory();

/// Reads the key file that an answer names in `Basic realm=…`. The answer could come from anybody
/// who listens there, and the content is sent back, so nothing but a small file *.key directly in
/// `directory` is read. Refusals stop the chain.
[[nodiscard]] Result<Secret, SourceFailure> readArcKey(const QByteArray &challenge,
                                                       const QString &directory);

} // namespace sessionbook
