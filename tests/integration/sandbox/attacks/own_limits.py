# Lifts the limits that hold for its processes.
import resource

for name in ("AS", "FSIZE", "NOFILE", "NPROC", "CORE", "SIGPENDING", "MSGQUEUE", "MEMLOCK", "RTPRIO", "NICE"):
    limit = getattr(resource, "RLIMIT_" + name)
    soft, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY:
        broken(name + " has no limit")
        continue
    try:
        resource.setrlimit(limit, (hard, hard + 1))
        broken("more than %d of %s" % (hard, name))
    except ValueError as error:
        held("%s: %s" % (name, error))
