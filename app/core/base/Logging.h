#pragma once

#include <QLoggingCategory>

/// One category a module, silent below warnings by default:
/// QT_LOGGING_RULES="sessionbook.*.debug=true" opens them. Nothing that is logged may hold a token,
/// a query string or the text of a cell.
Q_DECLARE_LOGGING_CATEGORY(lcNotebook)
Q_DECLARE_LOGGING_CATEGORY(lcOutputs)
Q_DECLARE_LOGGING_CATEGORY(lcRest)
Q_DECLARE_LOGGING_CATEGORY(lcCredentials)
Q_DECLARE_LOGGING_CATEGORY(lcSessions)
Q_DECLARE_LOGGING_CATEGORY(lcExecution)
Q_DECLARE_LOGGING_CATEGORY(lcPool)
Q_DECLARE_LOGGING_CATEGORY(lcUi)
