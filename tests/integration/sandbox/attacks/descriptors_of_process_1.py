# Opens the files that bubblewrap, the sandbox's first process, still has open.
import re

try:
    names = os.listdir("/proc/1/fd")
except OSError as error:
    held(error)
else:
    for name in names:
        target = os.readlink("/proc/1/fd/" + name)
        harmless = re.match(r"/dev/null$|pipe:|anon_inode:\[(eventfd|eventpoll|signalfd)\]", target)
        held("%s: %s" % (name, target)) if harmless else broken("%s: %s" % (name, target))
must_fail("its tasks' descriptors", REFUSED + ABSENT, os.open, "/proc/1/task/1/fd/3", os.O_RDWR)
