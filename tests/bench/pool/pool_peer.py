"""Jupyter's side of pool_bench: commands on standard input, a line of figures for each on standard output.

    run COUNT CODE    (a JSON string) milliseconds each of COUNT executions of CODE in the one warm kernel took
    start             milliseconds from nothing to the first answer of a kernel, which then ends
    memory COUNT      bytes (PSS) a kernel takes when COUNT are alive, each with numpy and pandas imported
"""
import json
import os
import sys
import time

# Jupyter's kernels shall have what our sessions have: libraries that choose their own way on this processor.
for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
    del os.environ[name]
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else every kernel that starts complains of its own debugger

try:
    import ipykernel  # noqa: F401
    from jupyter_client.manager import KernelManager
except ImportError as reason:
    print(f"not installed: {reason}")
    sys.exit()


class Kernel:
    def __init__(self):
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel()
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)

    def run(self, code):
        """Sends `code` and waits for both its reply and its idle, as a notebook does."""
        message = self._client.execute(code)
        while True:
            reply = self._client.get_iopub_msg(timeout=120)
            if (reply["parent_header"].get("msg_id") == message
                    and reply["msg_type"] == "status"
                    and reply["content"]["execution_state"] == "idle"):
                break
        answer = self._client.get_shell_msg(timeout=120)
        if answer["content"]["status"] != "ok":
            raise RuntimeError(answer["content"])

    def pss(self):
        with open(f"/proc/{self._manager.provisioner.pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))

    def end(self):
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)


def milliseconds(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def start():
    kernels = []

    def first_answer():
        kernels.append(Kernel())
        kernels[0].run("6*7")

    taken = milliseconds(first_answer)
    kernels[0].end()
    return [taken]


def memory(count):
    kernels = [Kernel() for _ in range(count)]
    for kernel in kernels:
        kernel.run("import numpy, pandas")
    figures = [sum(kernel.pss() for kernel in kernels) / count]
    for kernel in kernels:
        kernel.end()
    return figures


def main():
    warm = None
    print("ready", flush=True)
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split(" ", 2)
        if command == "start":
            figures = start()
        elif command == "memory":
            figures = memory(int(arguments[0]))
        else:
            warm = warm or Kernel()
            code = json.loads(arguments[1])
            figures = [milliseconds(lambda: warm.run(code)) for _ in range(int(arguments[0]))]
        print(*figures, flush=True)
    if warm:
        warm.end()


main()
