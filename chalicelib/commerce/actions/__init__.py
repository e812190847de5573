"""What agents have done at outside services: once, whatever becomes of the answer."""
