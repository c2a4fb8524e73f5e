// The rooms of the pool have an order, too.

#include "pool/sessions/PoolSession.h"
