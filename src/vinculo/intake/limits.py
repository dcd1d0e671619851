"""How much may come in at once. The sizes of files are settings of the deployment."""

MOST_FILES_IN_BATCH = 10_000
MOST_FORMS_IN_FILE = 1_000
LONGEST_NAME = 255
LARGEST_CONVERSATION = 200 * 1024 * 1024
"""Of a conversation's ZIP with its media, in bytes."""
CERTAIN = 0.95
"""A field read with less confidence than this is looked at by a person."""
