"""What pages say, one module an area."""
