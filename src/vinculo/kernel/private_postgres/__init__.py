"""A PostgreSQL server of our own, so that the product starts where nobody has set one up.

In: a folder. Out: a running server on a unix socket, and the settings to connect to it.
Invariant: the server runs while somebody uses it and not longer, however its users end.
"""

from vinculo.kernel.private_postgres.cluster import Cluster, cluster_in, default_cluster, throw_away_cluster
from vinculo.kernel.private_postgres.problem import ServerProblem
from vinculo.kernel.private_postgres.service import Use, running

__all__ = [
    "Cluster",
    "ServerProblem",
    "Use",
    "cluster_in",
    "default_cluster",
    "running",
    "throw_away_cluster",
]
