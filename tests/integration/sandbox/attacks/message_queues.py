# Fills message queues, shared memory and semaphores: they outlive their processes, and some count for all that the user runs.
must_fail("mq_open", REFUSED, call, "mq_open", b"/queue", os.O_CREAT | os.O_RDWR, 0o600, None)
must_fail("mq_open by its number", REFUSED, syscall, 240, b"queue", os.O_CREAT | os.O_RDWR, 0o600, 0)
IPC_CREAT = 0o1000
for name, arguments in (("msgget", (0,)), ("semget", (0, 250)), ("shmget", (0, 1 << 30))):
    must_fail(name, (errno.ENOSYS,), call, name, *arguments, IPC_CREAT | 0o600)
