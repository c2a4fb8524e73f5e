#!/usr/bin/env python
import os

#%% a
%time x
# %% [md]
r"""
q
"""
# In[3]:

# <codecell>
  # %%% sub .cls
y