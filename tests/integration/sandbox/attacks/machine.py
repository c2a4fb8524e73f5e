# Administers the machine: restarts it, sets its clock, loads modules or another kernel, turns off swap.
numbers = {"reboot": 169, "settimeofday": 164, "clock_settime": 227, "adjtimex": 159, "clock_adjtime": 305, "swapon": 167,
           "swapoff": 168, "acct": 163, "syslog": 103, "iopl": 172, "ioperm": 173, "init_module": 175,
           "finit_module": 313, "delete_module": 176, "kexec_load": 246, "kexec_file_load": 320, "quotactl": 179,
           "vhangup": 153, "setdomainname": 171}
for name, number in numbers.items():
    # A magic number or a pointer that is wrong: let through, it would do no harm and end in another error.
    must_fail(name, REFUSED, syscall, number, 1, 1, 1, 1)
