# Speaks to the pool in the worker's name: ends executions of others, begins what has begun, sends what is no message.
import json
import time

OTHER = "11111111-2222-3333-4444-555555555555"
MESSAGES = [
    {"type": "done", "id": OTHER, "status": "ok"}, {"type": "done", "id": 1, "status": "ok"}, {"type": "done", "status": "ok"},
    {"type": "done", "id": [], "status": {}}, {"type": "ready", "python": ["x"]}, {"type": "busy"}, {"type": "Done"},
    {"type": "stream", "name": "log", "text": "x"}, {"type": "stream", "name": "stdout", "text": {"a": 1}},
    {"type": "execute_result", "execution_count": 1e300, "data": {}, "metadata": {}, "value": {"kind": "int", "text": []}},
    {"type": "execute_result", "execution_count": -1, "data": {"text/plain": 1}, "metadata": {}, "value": "x"},
    {"type": "display_data", "data": {"image/png": {"a": []}, "image/jpeg": "../../etc/passwd"}, "metadata": {}},
    {"type": "error", "ename": "E" * 1_000_000, "evalue": "\x1b]0;title\x07\r\n", "traceback": "x"},
    {"type": "clear_output", "wait": "yes"}, {"type": None}, {"id": OTHER, "code": "6*7"}, {},
]
for message in MESSAGES:
    send_raw(json.dumps(message).encode() + b"\n")
for line in (b"\n", b"[]\n", b"{\n", b"\x00\xff\xfe\n", b"HTTP/1.1 200 OK\r\n\r\n", b"[" * 100_000 + b"\n",
             b'{"type":"busy","type":"done"}\n', b"1e999999\n", b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n"):
    send_raw(line)
time.sleep(0.5)
laid("none of it ended this execution")
