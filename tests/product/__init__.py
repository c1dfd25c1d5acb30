"""The whole product, started as an operator starts it and asked through its public doors."""

from tests.product.running import Product, free_ports

__all__ = ["Product", "free_ports"]
