# Reaches any network: the internet, the local one, a cloud's metadata, by TCP and UDP, by name and by number.
import socket

UNREACHABLE = (errno.ENETUNREACH, errno.EADDRNOTAVAIL)
for address in ("1.1.1.1", "8.8.8.8", "10.0.0.1", "192.168.0.1", "172.17.0.1", "169.254.169.254", "2606:4700::1111"):
    must_fail("TCP to " + address, UNREACHABLE, socket.create_connection, (address, 80), 5)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    must_fail("UDP to " + address, UNREACHABLE, socket.socket(family, socket.SOCK_DGRAM).sendto, b"x", (address, 53))
must_fail("broadcast", UNREACHABLE + REFUSED, socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto, b"x", ("255.255.255.255", 9))
try:
    broken(socket.getaddrinfo("example.org", 80))
except socket.gaierror as error:
    held("names: %s" % error)
