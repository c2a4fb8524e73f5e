# %% tags=['a', (1,), {"x": True}] n=None
﻿

