# Packages of the system, which only its package manager can install.
# shellcheck shell=bash

present() {
  case "$1" in
    chromium) chromium_path >/dev/null ;;
    libkrb5-dev) [ -e /usr/include/gssapi/gssapi.h ] || [ "$(uname -s)" = Darwin ] ;;
    fonts-dejavu-core) [ -e /usr/share/fonts/truetype/dejavu ] || ! have dpkg ;;
    fonts-noto-color-emoji) [ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || ! have dpkg ;;
    qemu-user-static) have qemu-aarch64-static || [ "$(uname -s)" != Linux ] ;;
    *) have "$1" ;;
  esac
}

# system_packages NAME...: installs the Debian packages that are absent. Root on Debian (containers, CI, a fresh
# machine): installs and says so. Anyone else: asks once on a terminal. Otherwise code 3, with what to install.
system_packages() {
  local name missing=() sudo=()
  for name in "$@"; do present "$name" || missing+=("$name"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! have apt-get; then
    say "missing: ${missing[*]} (install them with this system's package manager)"
    return 3
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! { [ -t 0 ] && [ -t 2 ] && have sudo && agreed "${missing[@]}"; }; then
      say "missing: ${missing[*]} (sudo apt-get install ${missing[*]})"
      return 3
    fi
    sudo=(sudo)
  fi
  say "installing system packages: ${missing[*]}"
  with_lock apt apt_install "${missing[@]}"
}

agreed() {
  local answer
  read -r -p "The tests need these packages: $*. Install them with sudo apt-get? [y/N] " answer
  case "$answer" in y | Y | yes) ;; *) return 1 ;; esac
}

apt_install() {
  local log code=0
  log="$(mktemp)"
  { "${sudo[@]+"${sudo[@]}"}" apt-get -o DPkg::Lock::Timeout=600 update &&
    "${sudo[@]+"${sudo[@]}"}" env DEBIAN_FRONTEND=noninteractive \
      apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1 || code=3
  [ "$code" = 0 ] || { say "apt-get failed:" && tail -n 30 "$log" >&2; }
  rm -f "$log"
  return "$code"
}
