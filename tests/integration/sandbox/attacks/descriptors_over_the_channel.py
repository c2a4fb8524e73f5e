# Passes open files to the pool, until it has no descriptor left.
import array
import socket

own = channel()
many = array.array("i", [os.open("/dev/null", os.O_RDONLY)] * 250)
sent = 0
for message in range(100):
    try:
        own.sendmsg([b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, many)])
        sent += len(many)
    except OSError as error:
        held(error)  # the kernel's own bound on what is under way
own.detach()
laid("%d descriptors" % sent)
