# Installs what the tests need into $DEV_CACHE, outside the checkout. Each function prints a folder; with code 3 it
# prints instead, on stderr, what is missing and how to get it: the caller makes that a named skip.
# shellcheck shell=bash

. "$ROOT/scripts/lib/pins.sh"
. "$ROOT/scripts/lib/system.sh"

# built DIR COMMAND...: runs COMMAND with a temporary folder that becomes DIR in one step when it succeeds,
# so that an interrupted install is never taken for a finished one.
built() {
  local dir="$1" tmp code=0
  shift
  [ -d "$dir" ] && return
  mkdir -p "$DEV_CACHE"
  find "$DEV_CACHE" -maxdepth 1 -name "$(basename "$dir").new.*" -exec rm -rf {} +
  tmp="$(mktemp -d "$dir.new.XXXXXX")"
  "$@" "$tmp" || code=$?
  if [ "$code" = 0 ]; then mv "$tmp" "$dir"; else rm -rf "$tmp"; fi
  return "$code"
}

go_install() { # NAME MODULE@VERSION DIR
  say "installing $2"
  (cd "$ROOT" && clean_go CGO_ENABLED=0 "GOBIN=$3" install "$2" >&2) && [ -x "$3/$1" ]
}

# go_tool NAME MODULE VERSION: the folder that holds NAME, built by this Go (gopls must not be older than the code it loads).
go_tool() {
  local dir
  dir="$DEV_CACHE/$1-$3-$(clean_go env GOVERSION)"
  with_lock "$1" built "$dir" go_install "$1" "$2@$3" && echo "$dir"
}
gopls_dir() { go_tool gopls golang.org/x/tools/gopls "$GOPLS_VERSION"; }
dlv_dir() { go_tool dlv github.com/go-delve/delve/cmd/dlv "$DLV_VERSION"; }

runtime_key() { { cat "$ROOT"/test/host/runtime/package*.json && uname -sm; } | sha | cut -c1-16; }

runtime_home() { echo "$DEV_CACHE/runtime-$(runtime_key)"; }

# What compiling code-server's native modules takes; nothing once that is done.
runtime_packages() { [ -d "$(runtime_home)" ] || system_packages make g++ python3 libkrb5-dev; }

# The folder with code-server and the Node 24 it insists on. Native modules are compiled against the headers
# which come with that Node, so nothing is fetched but npm packages.
runtime_dir() {
  runtime_packages >&2 || return
  with_lock runtime built "$(runtime_home)" install_runtime && runtime_home
}

install_runtime() {
  local node24 nodedir
  say "installing code-server (once, about two minutes)"
  cp "$ROOT"/test/host/runtime/package*.json "$1" || return
  cd "$1" || return
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || return
  node24="$(node24_in "$1")" || return
  nodedir="$(dirname "$(dirname "$node24")")"
  PATH="$(dirname "$node24"):$PATH" npm_config_nodedir="$nodedir" npm_config_ignore_scripts=false \
    npm rebuild code-server --no-audit --no-fund --loglevel=error >"$1/rebuild.log" 2>&1 ||
    { cat "$1/rebuild.log" >&2 && return 1; }
}

# The Node 24 of a runtime folder: its own where npm has one for this platform, else the one on PATH.
node24_in() {
  local own
  for own in "$1"/node_modules/node-*/bin/node; do
    if [ -x "$own" ]; then echo "$own" && return; fi
  done
  case "$(node -v 2>/dev/null)" in v24.*) command -v node && return ;; esac
  say "Node 24 is needed to run code-server on this platform: put it first on PATH"
  return 3
}

chromium_path() {
  local c
  for c in "${GOVITALS_CHROMIUM:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$c" ] && have "$c"; then command -v "$c" && return; fi
  done
  return 1
}

browser() {
  chromium_path && return
  system_packages chromium fonts-dejavu-core >&2 && chromium_path
}

# QEMU's user mode, for tests that run a program of another architecture. Only Linux has it.
emulator() {
  [ "$(uname -s)" = Linux ] || return 0
  system_packages qemu-user-static >&2 && command -v qemu-aarch64-static
}
