"""What a program may use."""
