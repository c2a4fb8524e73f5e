#pragma once

// The jobs of one session, one header each; this one is for those who use several.
#include "sessions/CancelExecutionJob.h"
#include "sessions/DeleteFileJob.h"
#include "sessions/DeleteSessionJob.h"
#include "sessions/DownloadFileJob.h"
#include "sessions/ExecuteCodeJob.h"
#include "sessions/GetSessionJob.h"
#include "sessions/ListFilesJob.h"
#include "sessions/ListSessionsJob.h"
#include "sessions/PoolMetadataJob.h"
#include "sessions/RestartSessionJob.h"
#include "sessions/UploadFileJob.h"
