# Finds the environment of whoever started the pool, tokens and all, in a process of the sandbox that inherited it.
for process in filter(str.isdigit, os.listdir("/proc")):
    try:
        environment = open("/proc/%s/environ" % process, "rb").read()
    except OSError as error:
        held("process %s: %s" % (process, error))
        continue
    if b"BAIT=" in environment:
        broken("the environment of process %s: %r" % (process, environment))
    else:
        held("process %s has %d bytes of environment, none from outside" % (process, len(environment)))
