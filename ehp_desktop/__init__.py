"""EHP Desktop: the tool of the Care Order Discharge Legal Surgery."""

__version__ = "0.1.0"
