# How the scripts speak. Everything goes to standard error, so that standard output stays usable in a pipe.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

die() {
    printf '\033[31merror:\033[0m %s\n' "$*" >&2
    exit 1
}
