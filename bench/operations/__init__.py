"""The product's operations, a module a capability; each registers itself (`bench.registry`)."""
