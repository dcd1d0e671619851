"""What the process tells its caller; `vinculo --help` says the same in Portuguese."""

OK = 0
FAILED = 1
USAGE = 2
NO_DATABASE = 3
PORT_TAKEN = 4
INTERRUPTED = 130
