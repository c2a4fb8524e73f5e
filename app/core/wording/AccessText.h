#pragma once

#include "azure/access/AccessCheck.h"

#include <QCoreApplication>
#include <QString>

namespace sessionbook {

/// Words what a check of access found: for each step what was tried, what came of it, and where it
/// failed what to do next.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::AccessText)
public:
    [[nodiscard]] static QString title(AccessCheck::Step step);
    /// Empty while a step waits or runs.
    [[nodiscard]] static QString outcome(const AccessCheck &check, AccessCheck::Step step);
    /// What to do about a step that failed; else empty.
    [[nodiscard]] static QString advice(const AccessCheck &check, AccessCheck::Step step);
    /// What the service or this computer said itself: technical and untranslated.
    [[nodiscard]] static QString detail(const AccessCheck &check, AccessCheck::Step step);
    /// What one can run in a terminal about it, or have run by an owner; empty where nothing helps.
    [[nodiscard]] static QString command(const AccessCheck &check, AccessCheck::Step step);
    /// All of it as plain text, for a question to somebody else. Holds no secret.
    [[nodiscard]] static QString report(const AccessCheck &check);
    /// How an owner gives the role to `principal` (empty: a placeholder) on `pool`.
    [[nodiscard]] static QString roleCommand(const QString &pool, const QString &principal);

private:
    [[nodiscard]] static QString passed(const AccessCheck &check, AccessCheck::Step step);
    [[nodiscard]] static QString failed(const AccessCheck &check, AccessCheck::Step step);
    [[nodiscard]] static QString connectionAdvice(const RestError &error);
    [[nodiscard]] static QString executionAdvice(const RestError &error);
};

} // namespace sessionbook
