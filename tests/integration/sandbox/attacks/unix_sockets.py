# Connects to Unix sockets of the host, those with a path and those without, and to its buses and daemons.
import socket


def connect(address):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(address)


must_fail("the abstract socket", (errno.ECONNREFUSED,), connect, "\0" + HOST["name"])
must_fail("the socket's path", ABSENT, connect, HOST["socket"])
for path in ("/run/dbus/system_bus_socket", "/var/run/docker.sock", "/run/systemd/private", "/tmp/.X11-unix/X0",
             "/run/user/1000/bus", "/run/user/0/bus"):
    must_fail(path, ABSENT, connect, path)
must_fail("X without a path", (errno.ECONNREFUSED,), connect, "\0/tmp/.X11-unix/X0")
listed = open("/proc/net/unix").read()
broken("the host's sockets are listed") if HOST["name"] in listed else held("none of the host's in the list")
