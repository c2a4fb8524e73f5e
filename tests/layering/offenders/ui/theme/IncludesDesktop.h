#pragma once

#include "desktop/DesktopContext.h"
