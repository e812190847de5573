"""What the API's description is made of, beside the routes themselves."""
