# The platforms an extension package can be made for, and what Go calls them.
# shellcheck shell=bash

TARGETS="linux-x64 linux-arm64 darwin-x64 darwin-arm64 win32-x64 win32-arm64 alpine-x64 alpine-arm64"

# target_platform TARGET: prints GOOS, GOARCH and the sidecar's file name; nothing for an unknown one.
# Alpine takes the Linux binary: without cgo it needs no libc.
target_platform() {
  case "$1" in
    linux-x64 | alpine-x64) echo linux amd64 govitals ;;
    linux-arm64 | alpine-arm64) echo linux arm64 govitals ;;
    darwin-x64) echo darwin amd64 govitals ;;
    darwin-arm64) echo darwin arm64 govitals ;;
    win32-x64) echo windows amd64 govitals.exe ;;
    win32-arm64) echo windows arm64 govitals.exe ;;
  esac
}

# The platform of this machine, asked from Go since uname says x86_64 under Rosetta as well.
host_target() {
  local os arch
  os="$(clean_go env GOHOSTOS)" arch="$(clean_go env GOHOSTARCH)"
  case "$os" in
    windows) os=win32 ;;
    linux) if [ -e /etc/alpine-release ]; then os=alpine; fi ;;
  esac
  echo "$os-${arch/amd64/x64}"
}
