"""Tests of handing conversations to other helpdesks."""
