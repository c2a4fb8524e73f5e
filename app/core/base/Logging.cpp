#include "base/Logging.h"

Q_LOGGING_CATEGORY(lcNotebook, "sessionbook.notebook", QtWarningMsg)
Q_LOGGING_CATEGORY(lcOutputs, "sessionbook.outputs", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRest, "sessionbook.rest", QtWarningMsg)
Q_LOGGING_CATEGORY(lcCredentials, "sessionbook.credentials", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSessions, "sessionbook.sessions", QtWarningMsg)
Q_LOGGING_CATEGORY(lcExecution, "sessionbook.execution", QtWarningMsg)
Q_LOGGING_CATEGORY(lcPool, "sessionbook.pool", QtWarningMsg)
Q_LOGGING_CATEGORY(lcUi, "sessionbook.ui", QtWarningMsg)
