# Has or takes capabilities, and uses what each of them would allow.
import re

for name, mask in re.findall(r"^(Cap\w+):\s*(\w+)", open("/proc/self/status").read(), re.M):
    held(name + " is empty") if int(mask, 16) == 0 else broken("%s is %s" % (name, mask))
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
everything = (ctypes.c_uint32 * 6)(*[0xffffffff] * 6)
must_fail("capset", REFUSED, call, "capset", header, everything)
for user in (0, 1, 65534):
    must_fail("user %d" % user, REFUSED + (errno.EINVAL,), os.setresuid, user, user, user)
    must_fail("group %d" % user, REFUSED + (errno.EINVAL,), os.setresgid, user, user, user)
must_fail("groups", REFUSED, os.setgroups, [0])
must_fail("owner", REFUSED + (errno.EINVAL,), os.chown, "/mnt/data", 0, 0)
must_fail("host name", REFUSED, call, "sethostname", b"mine", 4)
must_fail("a low port of the host's", REFUSED, lambda: __import__("socket").create_server(("127.0.0.1", 80)))
