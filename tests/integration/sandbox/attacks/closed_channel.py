# Closes every line to the pool and goes on for ever.
import time

os.write(1, b"LAID: all lines closed\n")
channel().close()
os.closerange(0, 4096)
while True:
    time.sleep(1)
