"""What an end-to-end test needs around it: real server processes, providers to sign in with, and plain HTTP."""
