# Sourced by ./run, ./test and .ci/run: installs what is missing, configures once, builds. Needs bash; sets $root and $build,
# which SESSIONBOOK_BUILD in the environment may move elsewhere.
# Prints to standard error, so that the output of a program started afterwards stays its own.

# A closed standard input would become the first file that any child opens.
[ -e /dev/fd/0 ] || exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${SESSIONBOOK_BUILD:-$root/build}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "$*"; exit 1; }

packages_of() { # SECTION…: the packages of these sections of packages.txt
    local section
    for section in "$@"; do
        awk -v section="$section" '$1 == section { print $2 }' "$root/installer/packages.txt"
    done
}

missing_packages() { # SECTION…: those not installed
    local wanted
    wanted=$(packages_of "$@")
    # shellcheck disable=SC2086
    comm -23 <(printf '%s\n' $wanted | sort -u) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

as_root() { # the words that make a command run as root, or nothing and false
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 2 ]; }; then
        echo sudo
    else
        return 1
    fi
}

install_packages() { # SECTION…
    command -v dpkg-query >/dev/null \
        || fail "this is not Debian; install the counterparts of installer/packages.txt, then: cmake -S . -B build -G Ninja && ninja -C build"
    local missing become
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    become=$(as_root) || fail "these packages are missing, and neither root nor sudo is at hand. As root, run:
    apt-get install --no-install-recommends $missing"
    say "installing $(wc -w <<<"$missing") packages: $missing"
    # shellcheck disable=SC2086
    { $become env DEBIAN_FRONTEND=noninteractive apt-get -q update \
        && $become env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing; } </dev/null >&2 \
        || fail "apt-get failed (its message is above). By hand: apt-get install --no-install-recommends $missing"
}

configured_with() { # OPTION=VALUE: whether the build directory agrees
    grep -q "^${1%%=*}:[A-Z]*=${1#*=}\$" "$build/CMakeCache.txt"
}

configure() { # [OPTION=VALUE…]: once; later changes of CMakeLists.txt are ninja's to notice
    local option stale=no
    local -a options=(-G Ninja)
    [ -f "$build/build.ninja" ] || stale=yes
    for option in "$@"; do
        [ $stale = yes ] || configured_with "$option" || stale=yes
        options+=("-D$option")
    done
    [ $stale = yes ] || return 0
    say "configuring into $build"
    cmake -S "$root" -B "$build" "${options[@]}" >&2 </dev/null \
        || fail "the configure failed (its message is above). Again: cmake -S '$root' -B '$build' ${options[*]}"
}

build_targets() { # [TARGET…]: everything without one
    ninja -C "$build" "$@" >&2 </dev/null || fail "the build failed (the first FAILED above). Again: ninja -C '$build' $*"
}
