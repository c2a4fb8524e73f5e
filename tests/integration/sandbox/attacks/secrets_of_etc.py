# Reads what /etc keeps secret, and what tells about the machine and its users.
for name in ("shadow", "gshadow", "sudoers", "ssh", "ssl/private", "machine-id", "hosts", "resolv.conf", "environment"):
    must_fail(name, ABSENT, os.stat, "/etc/" + name)
users = [line.split(":")[0] for line in open("/etc/passwd")]
held("a made-up passwd") if users == ["session", "nobody"] else broken("the host's users: %s" % users)
