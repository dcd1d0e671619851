from .connection_health import ConnectionHealth
from .outage import Outage
from .outbox_row import OutboxRow
from .outbox_try import OutboxTry

__all__ = ["ConnectionHealth", "Outage", "OutboxRow", "OutboxTry"]
