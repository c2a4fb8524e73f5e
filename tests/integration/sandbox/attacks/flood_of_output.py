# Prints without end, through Python and past it.
held("told before the flood")
for piece in range(150):
    print("x" * (1 << 20))
for piece in range(150):
    os.write(2, b"\xff" * (1 << 20))
