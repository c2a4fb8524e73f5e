# Sends the pool messages as fast as it can, of the kinds that somebody might keep.
for kind in (b'{"type":"busy"}\n', b'{"type":"stream","name":"stderr","text":"x"}\n', b"no message\n",
             b'{"type":"display_data","data":{"image/png":"eA=="},"metadata":{}}\n'):
    for piece in range(100):
        send_raw(kind * 1000)
laid("400,000 messages")
