#include "execution/ExecutionQueue.h"

#include "theme/Theme.h"
