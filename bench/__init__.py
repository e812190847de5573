"""What each operation costs, with a budget: `python -m bench` prints it and fails over budget."""
