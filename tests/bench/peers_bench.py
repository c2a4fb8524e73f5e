#!/usr/bin/python3
"""The peers' figures for the same work, as `name value unit` lines: a Jupyter kernel and Python's nbformat.

Run by `./test --bench` beside our own benchmarks. What is not installed (Debian's python3-jupyter-client,
python3-ipykernel, python3-nbformat) is left out with a word on standard error.
"""
import os
import statistics
import sys
import time

NOTEBOOKS = [
    ("286_cells", "handson-ml3__09_unsupervised_learning.ipynb", 5),
    ("20MB", "derived__handson-ml3-merged-20MB.ipynb", 3),
]


def say(name, value, unit):
    print(f"{name} {value:.3f} {unit}", flush=True)


def run(client, code):
    """Sends `code` and waits for both its reply and its idle, as a notebook does."""
    message = client.execute(code)
    while True:
        reply = client.get_iopub_msg(timeout=30)
        if (reply["parent_header"].get("msg_id") == message
                and reply["msg_type"] == "status"
                and reply["content"]["execution_state"] == "idle"):
            break
    client.get_shell_msg(timeout=30)


def kernel():
    from jupyter_client.manager import KernelManager

    began = time.perf_counter()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    run(client, "6*7")
    say("peer_jupyter_kernel_start_to_first_answer", time.perf_counter() - began, "s")
    times = []
    for _ in range(200):
        began = time.perf_counter()
        run(client, "6*7")
        times.append((time.perf_counter() - began) * 1000)
    say("peer_jupyter_kernel_6*7_median", statistics.median(times), "ms")
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def reading():
    import nbformat

    for name, file, rounds in NOTEBOOKS:
        path = os.path.join(os.environ.get("SESSIONBOOK_SHARED_DIR", ""), "notebooks", file)
        if not os.path.exists(path):
            raise FileNotFoundError(path)
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            nbformat.read(path, as_version=4)
            times.append((time.perf_counter() - began) * 1000)
        say(f"peer_nbformat_read_{name}_median", statistics.median(times), "ms")


for part in (kernel, reading):
    try:
        part()
    except (ImportError, FileNotFoundError) as reason:
        print(f"{part.__name__}: left out, {reason}", file=sys.stderr)
