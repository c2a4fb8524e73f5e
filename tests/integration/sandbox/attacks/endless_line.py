# Sends the pool a message that never ends.
for piece in range(200):
    send_raw(b"x" * (1 << 20))
send_raw(b"\n")
laid("a line of 200 MB")
