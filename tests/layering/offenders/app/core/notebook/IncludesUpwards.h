#pragma once

#include "execution/ExecutionQueue.h"
