"""Commands.

In: arguments. Out: text on standard output, one-line errors on standard error, an exit code.
Invariant: a command's module is light to import; what is heavy is imported when the command runs.
"""
