#pragma once

#include "base/Error.h"
#include "execution/RunState.h"
#include "rebuild/SentFileCheck.h"
#include "rebuild/SessionEnd.h"
#include "rest/RestError.h"
#include "sessions/UploadPlan.h"

#include <QCoreApplication>
#include <QString>

namespace sessionbook {

/// The one place that words failures for people: a whole translated sentence saying what happened,
/// where, and what to do.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::ErrorText)
public:
    [[nodiscard]] static QString of(const Error &error);
    /// Why what is not saved cannot be journalled.
    [[nodiscard]] static QString ofJournal(const Error &error);
    [[nodiscard]] static QString of(const RestError &error);
    /// For a request to Azure Resource Manager.
    [[nodiscard]] static QString ofAzure(const RestError &error);
    [[nodiscard]] static QString of(const RefusedUpload &refused);
    [[nodiscard]] static QString of(const CellRunInfo &failedRun);
    /// Why a session's state is gone, and that it can be made again.
    [[nodiscard]] static QString of(const SessionEnd &end);
    /// Why a file cannot be sent again as it was.
    [[nodiscard]] static QString of(const SentFileCheck &check);
    /// For a text that is being typed as JSON, and for one that should be a regular expression.
    [[nodiscard]] static QString inTypedJson(const Error &error);
    [[nodiscard]] static QString inPattern(const Error &error);

private:
    static QString aboutFile(const Error &error, const QString &file);
    static QString withoutFile(const Error &error);
    static QString invalidJson(const Error &error, const QString &file);
    static QString reasonOf(const SessionEnd &end);
    static QString throttled(const RestError &error);
    static QString noCredential(const RestError &error);
    static QString proxyFailed(const RestError &error);
    static QString tlsFailed(const RestError &error);
    static QString firstLine(const QString &detail);
};

} // namespace sessionbook
