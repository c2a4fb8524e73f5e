"""The words that every attack has: this text, after HOST (what lies where on the host), is put before each script."""

import ctypes
import errno
import json
import os
import platform
import socket
import stat
import sys

libc = ctypes.CDLL(None, use_errno=True)
# What an attack expects to be told when it is stopped; any other failure means that it tried something else.
REFUSED = (errno.EPERM, errno.EACCES, errno.EROFS)
ABSENT = (errno.ENOENT,)


def held(reason):
    print("HELD:", reason)


def broken(what):
    print("BROKEN:", what)


def laid(trap):
    """For attacks on the pool itself, whose outcome shows outside only."""
    print("LAID:", trap)


def try_routes(path):
    """Has the test fetch, write and delete this path in the session's directory by the file routes."""
    print("TRY:", json.dumps([path]))


def race_routes(path):
    """The same many times over, for what changes meanwhile."""
    print("RACE:", json.dumps([path]))


def channel():
    """The worker's line to the pool: the only socket there is."""
    for name in os.listdir("/proc/self/fd"):
        if os.path.exists("/proc/self/fd/" + name) and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
            return socket.socket(fileno=int(name))
    raise LookupError("no line to the pool")


def send_raw(data):
    """Says something to the pool in the worker's place, behind all that the worker said."""
    sys.stdout.flush()
    line = channel()
    line.sendall(data)
    line.detach()


def must_fail(what, expected, attempt, *arguments):
    """Held when the attempt raises an OSError for one of the expected reasons."""
    try:
        outcome = attempt(*arguments)
    except OSError as error:
        if error.errno in expected:
            held("%s: %s" % (what, error.strerror))
        else:
            broken("%s was stopped by something else than the sandbox: %s" % (what, error))
    else:
        broken("%s went through: %.200r" % (what, outcome))


def call(name, *arguments):
    """A function of the C library, with its failure as an OSError."""
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    if result in (-1, None) and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def syscall(number, *arguments):
    """A system call by its number on x86-64, for what no library offers; other machines skip the attack."""
    if platform.machine() != "x86_64":
        print("SKIP: this attack knows the system calls of x86-64 only")
        raise SystemExit
    libc.syscall.restype = ctypes.c_long
    return call("syscall", ctypes.c_long(number), *[
        ctypes.c_void_p(argument) if isinstance(argument, int) else argument for argument in arguments])


def ends_by(attempt):
    """Runs the attempt in a child process; gives the signal that ended it, 0 when none did."""
    child = os.fork()
    if child == 0:
        try:
            attempt()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
