# Installs the Debian packages that are missing, and only those.
#
# What is asked is whether the thing works ("is there a libpq to link against?"), not whether a package is installed:
# a libpq or a PostgreSQL from elsewhere is as good.

missing_packages=()
# What packages would ask while they are installed, answered: lines for debconf-set-selections.
debconf_answers=()
# Empty files that have to be there before a package is installed, because its scripts fail where there is none.
placeholders=()

need() {
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing_packages+=("$package")
}

# Debian keeps the server's programs out of PATH.
has_postgres() {
    command -v postgres initdb || ls /usr/lib/postgresql/*/bin/postgres
}

has_python_with_venv() {
    "$(system_python)" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
}

need_build_packages() {
    need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
    need curl command -v curl
    need pkg-config command -v pkg-config
    need libpq-dev pkg-config --exists libpq
    need postgresql has_postgres
    need python3-venv has_python_with_venv
}

install_missing_packages() {
    [ ${#missing_packages[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        die "these Debian packages (or your system's equivalents) are missing: ${missing_packages[*]}"

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=(sudo)
        else
            die "please run this once, then start again:
    su -c 'apt-get update && apt-get install -y --no-install-recommends ${missing_packages[*]}'"
        fi
    fi

    say "installing Debian packages: ${missing_packages[*]}"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update >&2
    if [ ${#debconf_answers[@]} -gt 0 ]; then
        printf '%s\n' "${debconf_answers[@]}" | "${as_root[@]}" debconf-set-selections
    fi
    local file
    for file in "${placeholders[@]}"; do
        [ -e "$file" ] || "${as_root[@]}" install -D -m 644 /dev/null "$file"
    done
    "${apt[@]}" install -y --no-install-recommends "${missing_packages[@]}" >&2
    missing_packages=()
}
