"""Filled forms of invented people in every kind of file, each with what it says, to judge the readers by.

`content` invents a form and how its writer writes it, for any layout. What turns one into a file stands
beside it; what a seed makes is the same on every machine.
"""
