"""The one DynamoDB table: its rows, keys, writes, and our errors for its failures."""
