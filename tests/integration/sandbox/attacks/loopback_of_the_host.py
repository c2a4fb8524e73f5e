# Connects to ports that listen on the host's loopback: the pool's own, and one that listens on every address.
import socket

for port in (HOST["pool_port"], HOST["port"]):
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        must_fail("%s port %d" % (address, port), (errno.ECONNREFUSED,), socket.create_connection, (address, port), 5)
    must_fail("0.0.0.0 port %d" % port, (errno.ECONNREFUSED,), socket.create_connection, ("0.0.0.0", port), 5)
interfaces = [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
held("only its own loopback") if interfaces == ["lo"] else broken("interfaces: %s" % interfaces)
