# Sourced first by every script: strict mode, the root of the checkout, and the other parts.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PYTHONDONTWRITEBYTECODE=1

. "$root/scripts/lib/messages.sh"
. "$root/scripts/lib/debian.sh"
. "$root/scripts/lib/python.sh"

# Installs whatever is missing for building, running and testing. Quick when nothing is.
install_everything() {
    command -v swift >/dev/null || die "Swift 6.3 or newer is needed: https://www.swift.org/install/linux/"
    need_build_packages
    install_missing_packages
    install_python_environment
}
