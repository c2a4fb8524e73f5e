"""IPython as a session has it: outputs leave as messages in Jupyter's shape."""

import base64
import builtins
import getpass
import os
import sys

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from traitlets import Any, CBool, Type

OWN_DIRECTORY = os.path.dirname(__file__) + os.sep
STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep
MAX_VALUE_CHARACTERS = 1024 * 1024
# What notebooks ask %matplotlib for when they expect to run in a browser.
BROWSER_BACKENDS = ("notebook", "nbagg", "widget", "ipympl")


def json_ready(data):
    """A MIME bundle as nbformat stores it: bytes in base64, JSON types as objects, all else as text."""
    ready = {}
    for mime, value in data.items():
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        elif not isinstance(value, str) and "json" not in mime:
            value = str(value)
        ready[str(mime)] = value
    return ready


def described(value):
    """What the plain API needs to encode a result: its kind, and its text where that is the value itself."""
    if isinstance(value, bool):
        return {"kind": "bool", "text": str(value)}
    if isinstance(value, (int, float)):
        kind = "int" if isinstance(value, int) else "float"
        try:
            return {"kind": kind, "text": int.__repr__(value) if kind == "int" else float.__repr__(value)}
        except ValueError:  # More digits than Python agrees to print.
            return {"kind": "other"}
    if isinstance(value, str):
        return {"kind": "str", "text": value[:MAX_VALUE_CHARACTERS], "repr": repr(value[:MAX_VALUE_CHARACTERS])}
    return {"kind": "other"}


class SessionDisplayHook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.output.send({
            "type": "execute_result",
            "execution_count": self.shell.execution_count,
            "data": json_ready(format_dict),
            "metadata": md_dict or {},
            "value": described(self.exec_result.result if self.exec_result else None),
        })

    def finish_displayhook(self):
        pass


class SessionDisplayPublisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **unused):
        self.shell.output.send({
            "type": "update_display_data" if update else "display_data",
            "data": json_ready(data),
            "metadata": metadata or {},
            "transient": transient or {},
        })

    def clear_output(self, wait=False):
        self.shell.output.send({"type": "clear_output", "wait": bool(wait)})


class SessionShell(InteractiveShell):
    displayhook_class = Type(SessionDisplayHook)
    display_pub_class = Type(SessionDisplayPublisher)
    colors_force = CBool(True)
    output = Any()
    exiting = CBool(False)
    last_error = Any(None, allow_none=True)

    # Shell magics run through a pseudo terminal whose output is read and printed, so that it keeps its place.
    system = InteractiveShell.system_piped

    def init_environment(self):
        pass

    def init_traceback_handlers(self, custom_exceptions):
        super().init_traceback_handlers(custom_exceptions)
        self.InteractiveTB.get_records = without_hidden_frames(self.InteractiveTB.get_records)

    def enable_gui(self, gui=None):
        if gui not in (None, "inline"):
            raise NotImplementedError("A session has no screen: the %s toolkit cannot be used." % gui)

    def enable_matplotlib(self, gui=None):
        if gui in BROWSER_BACKENDS:
            print("Figures that move need a browser page; this session shows them as pictures.", file=sys.stderr)
            gui = "inline"
        return super().enable_matplotlib(gui)

    def ask_exit(self):
        self.exiting = True

    def _showtraceback(self, etype, evalue, stb):
        self.last_error = {"ename": etype.__name__, "evalue": safe_text(evalue)}
        self.output.send(dict(self.last_error, type="error", traceback=[str(line) for line in stb]))


InteractiveShellABC.register(SessionShell)


def without_hidden_frames(get_records):
    """IPython reads and parses the source of every frame, its own included, and then hides its own.

    Passed over before they are read, they cost a session's first traceback neither its 0.2 s nor 6 MB that stay. What lies
    behind a print or an input is the worker's and tells nobody about the cell: it is cut off.
    """

    def shown_records(traceback, number_of_lines_of_context, tb_offset):
        for _ in range(tb_offset):
            traceback = traceback and traceback.tb_next
        cut_off_own_frames(traceback)
        return get_records(traceback, number_of_lines_of_context, 0) if traceback else []

    return shown_records


def cut_off_own_frames(traceback):
    """Ends a traceback where the worker is called, unless the worker calls the user's code in turn."""
    caller = before = None
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(OWN_DIRECTORY):
            caller = caller or before
        elif not file.startswith(STANDARD_LIBRARY):
            caller = None
        before, traceback = traceback, traceback.tb_next
    if caller:
        caller.tb_next = None


def safe_text(value):
    try:
        return str(value)
    except Exception:
        return "<the exception has no text>"


def refuse_input(*unused, **also_unused):
    raise StdinNotImplementedError("input() was called, but a session cannot ask for input while a cell runs.")


def refuse_all_input():
    builtins.input = refuse_input
    getpass.getpass = refuse_input
