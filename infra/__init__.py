"""What the product needs on AWS, and how it is packaged."""
