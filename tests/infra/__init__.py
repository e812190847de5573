"""What is packaged for AWS, and how that is deployed."""
