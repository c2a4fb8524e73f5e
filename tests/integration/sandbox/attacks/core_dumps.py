# Crashes, so that the host's collector of core dumps runs for it and keeps what it says.
import resource

# With 0 the kernel still starts a collector; 1 is its word for neither a file nor a program.
limits = resource.getrlimit(resource.RLIMIT_CORE)
held("no cores, no collector") if limits == (1, 1) else broken("cores up to %s" % (limits,))
child = os.fork()
if child == 0:
    os.abort()
status = os.waitpid(child, 0)[1]
broken("a core was dumped") if os.WCOREDUMP(status) else held("crashed without a core")
held("nothing left") if os.listdir(".") == [] else broken("files: %s" % os.listdir("."))
