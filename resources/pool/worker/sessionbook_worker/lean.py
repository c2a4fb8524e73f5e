"""Imports IPython without the parts that serve a terminal, which a session never has.

IPython's package imports its terminal application, and with it prompt_toolkit, only to offer IPython.embed; the completer
imports jedi, which nobody asks for here. A session is several megabytes smaller and starts sooner without them. Nothing is
hidden from a cell: once IPython is there, both can be imported as ever.
"""

import sys
import types

EMBED = "IPython.terminal.embed"
UNUSED = ("jedi",)


def import_ipython():
    stand_in = types.ModuleType(EMBED)
    stand_in.embed = embed
    sys.modules[EMBED] = stand_in
    for name in UNUSED:
        sys.modules[name] = None  # An import of it fails, as if it were not installed: IPython goes without.
    try:
        import IPython.core.completer  # noqa: F401
        import IPython.core.interactiveshell  # noqa: F401
    finally:
        for name in (EMBED, *UNUSED):
            del sys.modules[name]


def embed(*arguments, **options):
    """IPython.embed, imported when it is called."""
    from IPython.terminal.embed import embed as real

    return real(*arguments, **options)
