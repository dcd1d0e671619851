"""The writes of the room, a file for each thing written about; each does one thing, whole or not at all."""
