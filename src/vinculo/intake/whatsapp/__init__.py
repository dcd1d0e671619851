"""A conversation as WhatsApp exports it: from the bytes of a .txt or .zip to messages, and on to contacts.

Pure: no Django, no clock. In: a file. Out: `Message`s in the order of the file, the names of their keys (by
which the same message is recognised in another export), and the texts of the contacts they make.
"""
