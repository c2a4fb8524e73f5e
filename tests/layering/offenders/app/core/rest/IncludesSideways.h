#pragma once

#include "notebook/Cell.h"
