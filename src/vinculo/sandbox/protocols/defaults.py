"""Where the protocol system is, and what opens it, unless somebody says otherwise."""

USUAL_PORT = 8101
USUAL_URL = f"http://127.0.0.1:{USUAL_PORT}"
USUAL_TOKEN = "sad-demo"  # noqa: S105 - it opens nothing but invented data
