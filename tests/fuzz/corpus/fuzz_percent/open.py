x = '''
# %%
y = """
# %% active="py"
'''"