# -*- coding: utf-8 -*-
# ---
# title: "A: b"
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
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
# %matplotlib inline
# x = !ls \
#   -l
# copy it
def f():
    '''
    # %%
    '''


# %% language="bash" magic_args="-s"
# ls

# %% active="ipynb" own_empty_lines=1
# '''

# %% [raw] format='x'
# <raw>
