"""What a deploy asks of an AWS account, and changes in it."""
