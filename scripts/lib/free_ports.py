"""Says which of the wanted ports are taken: free_ports.py "WHO OPTION PORT" ...; exits with 1 when any is."""
import socket
import sys

taken = False
for wanted in sys.argv[1:]:
    who, option, port = wanted.split()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except (OSError, OverflowError, ValueError) as error:
            taken = True
            print(f"error: {who} cannot listen on port {port} ({error}); choose another with {option}", file=sys.stderr)
sys.exit(taken)
