from .audit_entry import AuditEntry
from .membership import Membership
from .operator import Operator
from .user import User

__all__ = ["AuditEntry", "Membership", "Operator", "User"]
