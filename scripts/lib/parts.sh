# The parts of scripts/test. A part prints only what went wrong and records each test in $RESULTS.
# shellcheck shell=bash

# record pass|fail|skip NAME [REASON]
record() { printf '%s\t%s\t%s\t%s\n' "$1" "$PART" "$2" "${3:-}" >>"$RESULTS"; }

# step NAME COMMAND...: one result; its output is shown only if it fails.
step() {
  local name="$1" out="$WORK/step.out"
  shift
  if ("$@") >"$out" 2>&1; then
    record pass "$name"
  else
    record fail "$name"
    printf -- '--- %s: %s\n' "$PART" "$name"
    cat "$out"
    return 1
  fi
}

# tool VARIABLE FUNCTION: the tool's folder in VARIABLE. Missing with code 3 is a skip, anything else a failure.
tool() {
  local code=0 out="$WORK/tool.out" found
  found="$("$2" 2>"$out")" || code=$?
  if [ "$code" = 0 ]; then
    printf -v "$1" %s "$found"
    return
  fi
  if [ "$code" = 3 ]; then record skip "$PART" "$(tail -n 1 "$out")"; else
    record fail "install ${2%_dir}"
    cat "$out"
  fi
  return 1
}

with_gopls() { tool GOPLS gopls_dir && export PATH="$GOPLS:$PATH"; }
with_dlv() { tool DLV dlv_dir && export PATH="$DLV:$PATH"; }

# go_tests FLAGS... PACKAGES...
go_tests() {
  with_gopls && with_dlv || return 0
  (cd "$ROOT" && clean_go test -json -timeout 20m "$@" 2>&1) | testlog
}
testlog() {
  (cd "$ROOT" && clean_go build -o "$WORK/testlog" ./scripts/lib/testlog) && "$WORK/testlog" "$PART" "$RESULTS"
}

formatted() {
  local files
  files="$(cd "$ROOT" && gofmt -l sidecar scripts test)" || return
  [ -z "$files" ] || { printf 'gofmt -w %s\n' "$files" && return 1; }
}

# With the flags of a release, so that part package finds everything compiled.
vet_for() { cd "$ROOT" && clean_go CGO_ENABLED=0 "GOOS=$1" "GOARCH=$2" vet "${SIDECAR_FLAGS[@]}" ./...; }
# Of a system's two processors one is vetted, unless a file is of the other one alone: vet says nothing about a processor, and each
# costs the compiling of all that the tests import. Both are built.
own_files() { # GOOS GOARCH: the files of our packages there
  cd "$ROOT" && clean_go CGO_ENABLED=0 "GOOS=$1" "GOARCH=$2" list -f '{{.ImportPath}} {{.GoFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}' ./...
}
needs_vet() { # GOOS GOARCH
  [ "$2" = amd64 ] || [ "$(own_files "$1" "$2")" != "$(own_files "$1" amd64)" ]
}
link_for() { cd "$ROOT" && clean_go CGO_ENABLED=0 "GOOS=$1" "GOARCH=$2" build "${SIDECAR_FLAGS[@]}" -o "$WORK/linked" ./sidecar; }
static() {
  local tool="honnef.co/go/tools/cmd/staticcheck@$STATICCHECK_VERSION"
  cd "$ROOT" && clean_go run "$tool" ./...
}

part_go() {
  local os arch packages race=-race
  step gofmt formatted
  for os in linux darwin windows; do
    for arch in amd64 arm64; do
      if needs_vet "$os" "$arch"; then step "vet $os/$arch" vet_for "$os" "$arch"; fi
      step "build $os/$arch" link_for "$os" "$arch"
    done
  done
  step staticcheck static
  if ! have gcc && ! have clang; then
    record skip "race detector" "it needs a C compiler (gcc or clang); the tests ran without it"
    race=""
  fi
  tool EMULATOR emulator || true # without it a test skips itself, and says so
  packages="$(cd "$ROOT" && clean_go list ./... | grep -v -e '/test/lab' -e '/test/real' -e '/test/hostile' -e '/test/faults')" || return
  # shellcheck disable=SC2086 # both are lists of words
  go_tests $race $packages
}

part_lab() { go_tests ./test/lab/...; }
part_real() { go_tests ./test/real/...; }
part_hostile() { go_tests ./test/hostile/...; }
part_faults() { go_tests ./test/faults/...; }

host_free_locks() {
  ! grep -nE '"(resolved|registry)"' "$ROOT"/package-lock.json "$ROOT"/test/host/runtime/package-lock.json
}

ts_tests() { # DIR: every *.test.ts below it
  (cd "$ROOT" && node scripts/lib/tstest.mjs "$1")
}

part_ts() {
  step "node_modules" node_modules || return
  step "lock files name no host" host_free_locks
  step "types of the extension" npm_bin tsc -p .
  step "types of the tests" npm_bin tsc -p test
  step "lint" npm_bin eslint --max-warnings=0 .
  ts_tests test/unit
}
npm_bin() { cd "$ROOT" && "node_modules/.bin/$1" "${@:2}"; }

part_generated() {
  step "generated files are up to date" "$ROOT/scripts/generate" -check
  step "licences fit and are listed" "$ROOT/scripts/licences" -check
}

# What is in a package, and that nothing of the machine that packed it is.
part_package() {
  step "node_modules" node_modules && step "a release" "$ROOT/scripts/package" --all --out "$WORK/release" || return 0
  step "the same bytes from another folder, clock and umask" packed_elsewhere darwin-arm64
  step "the sums fit" summed_up
}
packed_elsewhere() { # TARGET
  local there="$WORK/elsewhere/checkout" epoch
  epoch="${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || echo 315532800)}"
  umask 077
  mkdir -p "$there" || return
  (cd "$ROOT" && cp -R scripts sidecar extension l10n go.mod go.sum package.json package.nls*.json package-lock.json tsconfig.json README.md CHANGELOG.md LICENSE "$there") || return
  ln -s "$ROOT/node_modules" "$there/node_modules" || return
  TZ=Asia/Tokyo SOURCE_DATE_EPOCH="$epoch" "$there/scripts/package" --target "$1" --out "$WORK/elsewhere" || return
  cmp "$WORK/release/govitals-$1-$(version).vsix" "$WORK/elsewhere/govitals-$1-$(version).vsix"
}
summed_up() { cd "$WORK/release" && sha -c SHA256SUMS; }

part_rpc() {
  step "node_modules" node_modules && step "build" "$ROOT/scripts/build" --sidecar-only && with_gopls || return 0
  ts_tests test/rpc
  ts_tests test/triage
}

in_editor() { # DIR
  local BROWSER RUNTIME
  # What stopped it is recorded: a failure, or a skip that says what to install.
  step "node_modules" node_modules && with_gopls && tool BROWSER browser && tool RUNTIME runtime_dir || return 0
  export GOVITALS_CHROMIUM="$BROWSER" GOVITALS_RUNTIME="$RUNTIME"
  GOVITALS_NODE24="$(node24_in "$RUNTIME")" && export GOVITALS_NODE24
  ts_tests "$1"
}
# What a report looks like in a browser: needs no editor.
part_report() {
  local BROWSER
  step "node_modules" node_modules && step "build" "$ROOT/scripts/build" --sidecar-only && with_gopls && tool BROWSER browser || return 0
  export GOVITALS_CHROMIUM="$BROWSER"
  ts_tests test/report
}
part_host() { step "build" "$ROOT/scripts/build" && in_editor test/host; }
part_e2e() { step "package" "$ROOT/scripts/package" --out "$WORK/vsix" && GOVITALS_VSIX="$WORK/vsix" && export GOVITALS_VSIX && in_editor test/e2e; }
