# Opens sockets of other kinds: raw ones, those of the kernel's own interfaces, those of virtual machines.
import fcntl
import socket

families = {"AF_NETLINK": 16, "AF_PACKET": 17, "AF_ALG": 38, "AF_VSOCK": 40, "AF_BLUETOOTH": 31, "AF_CAN": 29, "AF_TIPC": 30,
            "AF_X25": 9, "AF_AX25": 3, "AF_XDP": 44, "AF_RDS": 21, "AF_KCM": 41, "AF_SMC": 43, "AF_UNSPEC": 0}
for name, number in families.items():
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM, socket.SOCK_STREAM):
        must_fail(name, (errno.EAFNOSUPPORT,), call, "socket", number, kind, 0)
for family in (socket.AF_INET, socket.AF_INET6):
    must_fail("raw", REFUSED, socket.socket, family, socket.SOCK_RAW, 255)
must_fail("high bits", (errno.EAFNOSUPPORT,), syscall, 41, 1 << 32 | 16, 3, 0)
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
must_fail("flags of an interface", REFUSED, fcntl.ioctl, link, 0x8914, b"lo".ljust(16, b"\0") + b"\0" * 24)
