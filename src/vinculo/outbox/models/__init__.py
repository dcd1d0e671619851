from .outbox_row import OutboxRow

__all__ = ["OutboxRow"]
