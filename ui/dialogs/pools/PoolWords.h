#pragma once

#include "azure/arm/SessionPool.h"
#include "azure/arm/SessionPoolDraft.h"

#include <QCoreApplication>
#include <QString>

namespace sessionbook {

/// What session pools are, in words.
class PoolWords
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::PoolWords)
public:
    [[nodiscard]] static QString kind(const SessionPool &pool);
    /// "Python · North Central US · 3 of 10 in use · network off · 5 min idle"
    [[nodiscard]] static QString details(const SessionPool &pool, std::optional<int> sessionsInUse);
    /// Why no cell can run in it now; empty where one can.
    [[nodiscard]] static QString obstacle(const SessionPool &pool);
    /// What is wrong with a name; empty where it may be.
    [[nodiscard]] static QString faultOfName(const QString &name);

private:
    [[nodiscard]] static QString use(const SessionPool &pool, std::optional<int> sessionsInUse);
};

} // namespace sessionbook
