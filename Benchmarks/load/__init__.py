"""Load and measuring instruments of the benchmark."""
