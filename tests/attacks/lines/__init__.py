"""What stands in lines while the product is in use."""
