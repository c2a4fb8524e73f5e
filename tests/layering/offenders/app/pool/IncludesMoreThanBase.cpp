#include "base/Result.h"

#include "rest/RestClient.h"
