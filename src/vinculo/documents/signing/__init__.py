"""The digital signature of an operator (ICP-Brasil, PAdES): its certificate, the seal, and the check of it.

Which certificate is an operator's is a TOML file by its code; passwords stand in variables of the environment
or in files of their own. What goes wrong is a sentence that says what to do, and the PDF stays unsigned.
"""
