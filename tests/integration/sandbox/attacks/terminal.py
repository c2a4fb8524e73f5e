# Types keys into the terminal that the pool was started from.
import fcntl
import pty
import termios

must_fail("/dev/tty", (errno.ENXIO,), open, "/dev/tty", "r+")
must_fail("/dev/console", ABSENT, open, "/dev/console", "r+")
primary, secondary = pty.openpty()
must_fail("TIOCSTI", REFUSED, fcntl.ioctl, secondary, termios.TIOCSTI, b"x")
must_fail("TIOCSTI with high bits", REFUSED, syscall, 16, secondary, 1 << 32 | termios.TIOCSTI, b"x")
must_fail("TIOCLINUX", REFUSED, fcntl.ioctl, secondary, 0x541C, b"\x02")
must_fail("TIOCCONS", REFUSED, fcntl.ioctl, secondary, 0x541D)
