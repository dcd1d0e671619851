"""What everybody may read without signing in: an operator's changes of the network, and secret calendars."""
