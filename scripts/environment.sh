# Sourced by the scripts: where things are, and how they speak. Works from any directory.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# One environment can serve several work trees: FLOW_VENV names it.
venv=${FLOW_VENV:-$root/build/venv}
export FLOW_VENV=$venv

# Objects are shared between work trees: paths are relative, and the folder is left out of debug info.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

say() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
trap 'fail "$(basename "$0"), line $LINENO: \"$BASH_COMMAND\" failed"' ERR
