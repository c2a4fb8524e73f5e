"""Start of a session's Python process: `python3 -I main.py SOCKET_FD MAX_PROCESSES KERNEL_KIND [preload]`."""

import os
import sys

# The worker's own modules are found for the length of their import only: a cell sees the session's directory first
# on sys.path, as in Jupyter, and nothing of ours.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
if sys.argv[3] == "shell":
    from sessionbook_worker import commands
else:
    from sessionbook_worker import lean  # noqa: E402

    lean.import_ipython()
    from sessionbook_worker import kernel  # noqa: E402

sys.path[0] = ""

if __name__ == "__main__":
    if sys.argv[3] == "shell":
        commands.run(int(sys.argv[1]), int(sys.argv[2]))
    else:
        kernel.run(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:] == ["preload"])
