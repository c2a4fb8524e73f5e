"""The helper in a real Jupyter kernel, as the service has one: what each cell gives through the helper is what it gives
without.  Run with the folder of the helper's sources; leaves with 77 where no kernel is installed."""

import base64
import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import unittest

try:
    import ipykernel  # noqa: F401
    from jupyter_client.manager import KernelManager
except ImportError as missing:
    print("skipped: python3-ipykernel and python3-jupyter-client are needed (%s)" % missing)
    sys.exit(77)

try:
    import matplotlib  # noqa: F401

    FIGURES = ("%matplotlib inline\nimport matplotlib.pyplot as plt\n"
               "plt.plot([1, 2]); plt.show(); print('between'); plt.plot([2, 1])",)
except ImportError:
    FIGURES = ()

SOURCES = sys.argv.pop(1)
MODULES = ("messages", "outbox", "handover", "descriptors", "capture", "interrupts", "kernel")
PATIENCE = 60

CELLS = (
    "6*7",
    "print('hi'); 3",
    "import sys; print('e', file=sys.stderr); _",
    "In, Out, _i, _ii, _iii",
    "1/0",
    "def f(:\n    pass",
    "from IPython.display import *\nh = display(HTML('<b>x</b>'), display_id='a')\n"
    "update_display(Latex('$x$'), display_id='a'); clear_output(wait=True)\n"
    "display(Markdown('# x'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'))",
    "!echo magic",
    "%%bash\necho cell",
    "import asyncio; await asyncio.sleep(0.01); 'awaited'",
    "'\\ud800 lone \\u20ac'",
    "raise KeyboardInterrupt",
    "input('x')",
    "sys.exit(3)",
    "%nosuch",
    "float('nan')",
    "import logging; logging.warning('w')",
    "sorted(dir()), sorted(globals())",
    "len(In), sorted(Out), get_ipython().execution_count",
    "[name for name in sys.modules if 'sessionbook' in name]",
    "%history -n",
) + FIGURES


def in_base64(text):
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def source_of(name):
    with open(os.path.join(SOURCES, name + ".py"), encoding="utf-8") as file:
        return file.read()


def installing(call, root):
    """As HelperCall::install() writes it."""
    given = {
        "sources": [[name, source_of(name)] for name in MODULES],
        "version": "test",
        "root": root,
        "prefixes": [".sessionbook/", ".sessionbook-"],
        "call": call,
    }
    return (
        "#sessionbook:install\nexec(__import__('base64').b64decode('%s').decode('utf-8'), {'__name__': 'sessionbook', "
        "'given': __import__('json').loads(__import__('base64').b64decode('%s').decode('utf-8'))})"
        % (in_base64(source_of("install")), in_base64(json.dumps(given)))
    )


def calling(call, what):
    return "#sessionbook:call:%s\nprint('[sessionbook:%s:missing]')" % (in_base64(json.dumps(what)), call)


def running(run, code, room=4000):
    """As HelperCall::run() writes it."""
    return calling(run, {
        "do": "run", "run": run, "code": in_base64(code), "encoding": "utf-8", "prefix": ".sessionbook/", "room": room,
        "interrupt": ".sessionbook-%s.interrupt" % run,
    })


def frame_in(text, call):
    found = re.search(r"\[sessionbook:%s:(\d+):\w+\]" % call, text)
    return found and json.loads(text[found.end():found.end() + int(found.group(1))])


def comparable(messages):
    """Without what the streams' pace decides, and without addresses."""
    joined = []
    for kind, content in messages:
        content = {name: value for name, value in content.items() if name not in ("transient", "type")}
        if kind == "stream" and joined and joined[-1][0] == "stream" and joined[-1][1]["name"] == content["name"]:
            joined[-1][1]["text"] += content["text"]
        else:
            joined.append((kind, content))
    return re.sub(r"0x[0-9a-f]+|ipykernel_\d+", "X", json.dumps(joined, sort_keys=True, indent=1))


class Kernel:
    def __init__(self):
        self._manager = KernelManager()
        self._manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(PATIENCE)

    def end(self):
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def execute(self, code):
        messages = []
        reply = self._client.execute_interactive(
            code, timeout=PATIENCE, allow_stdin=False,
            output_hook=lambda message: messages.append((message["msg_type"], message["content"])))
        return reply["content"], [entry for entry in messages if entry[0] not in ("status", "execute_input")]


def printed(messages):
    return "".join(content["text"] for kind, content in messages if kind == "stream" and content["name"] == "stdout")


class HelperInAJupyterKernel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp()
        cls.without = Kernel()
        cls.kernel = Kernel()
        _, missing = cls.kernel.execute(running("early", "x = 1"))
        assert printed(missing) == "[sessionbook:early:missing]\n", missing
        _, messages = cls.kernel.execute(installing("hello", cls.root))
        assert frame_in(printed(messages), "hello")["prefixes"] == [".sessionbook/", ".sessionbook-"], messages

    @classmethod
    def tearDownClass(cls):
        cls.kernel.end()
        cls.without.end()
        shutil.rmtree(cls.root)

    def run_cell(self, run, code, room=4000):
        """The messages of a cell in order, its end, and what the kernel itself sent beside."""
        reply, messages = self.kernel.execute(running(run, code, room))
        self.assertEqual(reply["status"], "ok")
        frame = frame_in(printed(messages), run)
        self.assertIsNotNone(frame, messages)
        gathered = []
        for number in range(frame["segments"]):
            with open(os.path.join(self.root, ".sessionbook", "%s-%d.jsonl" % (run, number)), "rb") as file:
                gathered += [json.loads(line) for line in file.read().splitlines()[1:]]
        gathered += frame["messages"]
        outputs = [(message["type"], message) for message in gathered if message["type"] != "end"]
        beside = [entry for entry in messages if not (entry[0] == "stream" and entry[1]["name"] == "stdout")]
        return outputs, frame["end"], beside

    def test_each_cell_gives_what_it_gives_without_the_helper(self):
        for number, code in enumerate(CELLS):
            with self.subTest(code):
                reply, messages = self.without.execute(code)
                outputs, end, beside = self.run_cell("cell%d" % number, code)
                self.assertEqual(comparable(outputs), comparable(messages))
                self.assertEqual(end["status"], "ok" if reply["status"] == "ok" else "error")
                self.assertEqual(end["execution_count"], reply["execution_count"])
                self.assertEqual(beside, [])

    def test_what_children_and_descriptors_write_keeps_its_place(self):
        outputs, _, _ = self.run_cell(
            "descriptors",
            "import os\nprint('a')\nos.system('echo child')\nprint('b')\nos.write(1, b'raw\\n')\nprint('c')")
        self.assertEqual([message["text"] for _, message in outputs if _ == "stream"][0], "a\nchild\nb\nraw\nc\n")

    def test_interrupts_reach_the_code(self):
        for number, code in enumerate((
            "while True: pass",
            "import time; time.sleep(100)",
            "import asyncio; await asyncio.sleep(100)",
            "while True: print('x')",
        )):
            with self.subTest(code):
                run = "interrupt%d" % number
                path = os.path.join(self.root, ".sessionbook-%s.interrupt" % run)
                threading.Timer(0.5, lambda: open(path, "w").close()).start()
                outputs, end, _ = self.run_cell(run, code)
                self.assertEqual(end["status"], "error")
                self.assertIn(outputs[-1][1]["ename"], ("KeyboardInterrupt", "CancelledError"))
                self.assertNotIn("sessionbook", json.dumps(outputs[-1][1]["traceback"]))
                self.assertFalse(os.path.exists(path))

    def test_output_is_handed_over_while_the_cell_runs(self):
        seen = []

        def look():
            deadline = time.monotonic() + PATIENCE
            path = os.path.join(self.root, ".sessionbook", "live-0.jsonl")
            while not os.path.exists(path) and time.monotonic() < deadline:
                time.sleep(0.02)
            with open(path) as file:
                seen.append(file.read())
            open(os.path.join(self.root, "go"), "w").close()

        watcher = threading.Thread(target=look)
        watcher.start()
        outputs, _, _ = self.run_cell(
            "live", "import os, time\nprint('first')\nwhile not os.path.exists(%r): time.sleep(0.02)\nprint('last')"
            % os.path.join(self.root, "go"))
        watcher.join()
        self.assertIn("first", seen[0])
        self.assertNotIn("last", seen[0])
        self.assertEqual("".join(message["text"] for _, message in outputs), "first\nlast\n")

    def test_lost_reply_can_be_asked_for_again(self):
        self.run_cell("once", "print('done'); 7")
        count, _ = self.kernel.execute(
            calling("again", {"do": "read", "call": "again", "run": "once", "segment": None, "room": 4000}))
        _, messages = self.kernel.execute(
            calling("more", {"do": "read", "call": "more", "run": "once", "segment": None, "room": 4000}))
        frame = frame_in(printed(messages), "more")
        self.assertEqual([message["type"] for message in frame["messages"]], ["stream", "execute_result"])
        _, messages = self.kernel.execute(
            calling("other", {"do": "read", "call": "other", "run": "never", "segment": None, "room": 4000}))
        self.assertEqual(frame_in(printed(messages), "other"), {"unknown": True})

    def test_reply_that_was_cut_off_comes_again_in_less_room(self):
        self.run_cell("long", "print('x' * 20000)", room=100000)
        self.assertFalse(os.path.exists(os.path.join(self.root, ".sessionbook", "long-0.jsonl")))
        for call in ("shorter", "still"):
            _, messages = self.kernel.execute(
                calling(call, {"do": "read", "call": call, "run": "long", "segment": None, "room": 4000}))
            self.assertLess(len(printed(messages)), 4000)
            frame = frame_in(printed(messages), call)
            self.assertEqual((frame["segments"], frame["messages"], frame["end"]["status"]), (1, [], "ok"))
        with open(os.path.join(self.root, ".sessionbook", "long-0.jsonl")) as file:
            types = [json.loads(line).get("type") for line in file.read().splitlines()[1:]]
        self.assertEqual(types, ["stream", "end"])


if __name__ == "__main__":
    unittest.main()
