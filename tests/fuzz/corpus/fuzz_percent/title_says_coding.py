# -*- codingon 3
#     name: python3
#   list:
#   - 1
#   - [2]
# ---

# %% [m-*- coding: utf-8 -*-
# ---
# title: "A: b"
# jupytera b": name: Python 3
#     name: python3
#   list:
#   - 1
#   - [2]
# ---

# %% [markdown] tags=["a"]
# # T
#
# # # %% x

# %% Title {"a b": {"c": [1.0, null]}}
# %matplotlib inlempty_lines=2
# '''

# %% [raw] format='x'
# <raw>
