# Sends the pool one message of eight million lists: read, each takes fifty times its own text.
line = b'{"type":"display_data","metadata":{},"data":{"application/json":[' + b"[]," * 8_000_000 + b"0]}}\n"
send_raw(line)
laid("a message of eight million lists")
