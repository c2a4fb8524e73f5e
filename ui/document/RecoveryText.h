#pragma once

#include "dialogs/RecoveryOffer.h"
#include "notebook/recovery/OrphanJournals.h"
#include "notebook/recovery/RecoveredDocument.h"

#include <QCoreApplication>

namespace sessionbook {

/// Says what a recovered document is, for the dialog that offers it. Pure.
class RecoveryText
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::RecoveryText)
public:
    [[nodiscard]] static RecoveryOffer of(const RecoveredDocument &document,
                                          const QDateTime &changedAt);

private:
    [[nodiscard]] static QString summaryOf(const RecoveredDocument &document);
    [[nodiscard]] static QString noteOn(const RecoveredDocument &document);
    [[nodiscard]] static QString lineOf(const CellDifference &difference);
};

} // namespace sessionbook
