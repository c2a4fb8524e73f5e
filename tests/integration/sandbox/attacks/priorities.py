# Takes the processors away from everybody else, by real-time scheduling and by a higher priority.
must_fail("a higher priority", REFUSED, os.nice, -1)
for policy in (os.SCHED_FIFO, os.SCHED_RR):
    must_fail("real-time scheduling", REFUSED, os.sched_setscheduler, 0, policy, os.sched_param(1))
must_fail("real-time input and output", REFUSED, syscall, 251, 1, 0, 1 << 13)
