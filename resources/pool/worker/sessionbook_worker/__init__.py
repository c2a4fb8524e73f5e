"""The Python side of a session: runs cells in IPython and reports to the pool in JSON lines."""
