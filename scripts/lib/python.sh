# A private Python environment in .venv: the AWS CLI, the SDK, pytest, and the providers that tests sign in with.

venv=$root/.venv

# The interpreter that .venv is made with: the one in PATH when it is new enough, otherwise Debian's.
system_python() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            printf '%s\n' "$python"
            return
        fi
    done
    printf 'python3\n'
}

install_python_environment() {
    local requirements=$root/scripts/requirements.txt
    local wanted
    wanted=$(sha256sum <"$requirements")
    if [ "$(cat "$venv/installed-requirements" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
        return
    fi
    say "making a private Python environment in .venv (a minute or two)"
    "$(system_python)" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    printf '%s\n' "$wanted" >"$venv/installed-requirements"
}
