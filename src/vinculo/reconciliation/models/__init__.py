from .comparison import Comparison, ComparisonTerms
from .divergence import Divergence

__all__ = ["Comparison", "ComparisonTerms", "Divergence"]
