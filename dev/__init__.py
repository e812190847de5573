"""The whole product in one process, on a laptop; never packaged."""
