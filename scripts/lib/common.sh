# Sourced by the scripts beside it: where things are, how to say so, how to call Go.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
DEV_CACHE="${GOVITALS_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/govitals-dev}"

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$(basename "$0"): $*"
  exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

# The manifest is the one place of the version; read without Node, for people who have only Go.
version() { sed -n 's/^  "version": "\(.*\)",$/\1/p' "$ROOT/package.json"; }

# clean_go [NAME=VALUE…] ARGS…: our own builds must not depend on the settings this product exists to diagnose.
# A GOROOT that is wrong, GOFLAGS=-mod=vendor or a go.work further up would fail the build of the very tool that says so.
clean_go() {
  local set=(GOFLAGS=-buildvcs=false GO111MODULE=on GOWORK=off)
  while [[ "${1:-}" == *=* ]]; do set+=("$1") && shift; done
  if ! env -u GOROOT GOFLAGS= go env GOVERSION >/dev/null 2>&1; then set+=(GOENV=off); fi
  env -u GOROOT -u GOOS -u GOARCH -u GOEXPERIMENT -u GOTOOLDIR "${set[@]}" go "$@"
}

# How the sidecar is compiled. Paths of this machine are not in it, and our own packages are compiled without inlining: that
# is 0.8 MB less, and what it costs is lost beside the programs that the sidecar starts and the files it reads.
SIDECAR_FLAGS=(-trimpath "-gcflags=github.com/govitals/govitals/...=-l")

sha() { if have sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# with_lock NAME COMMAND...: one at a time among processes. flock lets go by itself when its owner dies;
# where there is none (macOS) a folder is the lock, and one whose owner is gone is taken over.
with_lock() {
  local lock="$DEV_CACHE/locks/$1" owner code=0
  shift
  mkdir -p "$DEV_CACHE/locks"
  if have flock; then
    (flock 9 && "$@") 9>"$lock"
    return
  fi
  until mkdir "$lock.d" 2>/dev/null; do
    owner="$(cat "$lock.d/pid" 2>/dev/null || true)"
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$lock.d"; else sleep 0.5; fi
  done
  echo "$$" >"$lock.d/pid"
  ("$@") || code=$?
  rm -rf "$lock.d"
  return "$code"
}

# node_modules as the lock file has it. The stamp is its hash, because a clone gives every file the same time.
node_modules() {
  have node && have npm || die "Node 20 or newer and npm are needed for this"
  local stamp
  stamp="$(sha <"$ROOT/package-lock.json" | cut -c1-64)"
  [ "$(cat "$ROOT/node_modules/.govitals-stamp" 2>/dev/null)" = "$stamp" ] && return
  with_lock "npm-$(printf %s "$ROOT" | sha | cut -c1-16)" install_modules "$stamp"
}
install_modules() {
  [ "$(cat "$ROOT/node_modules/.govitals-stamp" 2>/dev/null)" = "$1" ] && return
  say "installing node_modules"
  (cd "$ROOT" && npm ci --loglevel=error >&2) && echo "$1" >"$ROOT/node_modules/.govitals-stamp"
}
