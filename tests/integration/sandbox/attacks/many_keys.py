# Sends the pool one object with hundreds of thousands of keys in the order that is worst for whoever sorts them one by one.
keys = b",".join(b'"%d":0' % (2_000_000 - key) for key in range(900_000))
for count in range(3):
    send_raw(b'{"type":"display_data","metadata":{},"data":{"application/json":{' + keys + b"}}}\n")
laid("objects with 900,000 keys")
