// The rooms of the notebook have an order, too.

#include "notebook/Cell.h"
