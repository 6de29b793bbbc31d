package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// inSecond opens a Go file of the second folder alone.
func inSecond(s *health.Snapshot) {
	s.OpenFiles = nil
	opens(otherFolder+"/main.go", nil)(s)
	s.Editor.Extensions = []health.Extension{{ID: "golang.go", Version: "0.58.0", Active: true, Exports: true}}
	s.Editor.Commands = []health.Public{"go.languageserver.restart"}
}

// inFirst makes a fault that only the first of two folders has, while nothing serves the second.
func inFirst(change func(*health.Snapshot)) func(*health.Snapshot) {
	return do(window, secondFolder, func(s *health.Snapshot) {
		kept := slices.Clone(s.Lookups)
		ladder := s.Ladders[1]
		change(s)
		for i, l := range kept {
			if l.Folder == otherFolder {
				s.Lookups[i] = l
			}
		}
		s.Ladders[1] = ladder
	}, ended, inSecond)
}

// slowTwice is two slow loads in the log.
func slowTwice(s *health.Snapshot) {
	window(s)
	for range 2 {
		s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoading}, health.LifeEvent{Kind: health.EventLoaded, TookMs: 150_000, From: health.FromLogs})
	}
}

// Cases for the edges of processes and processors, beside those of besideTools; an edge that has one here has room for another
// reason.
func init() {
	intelGo := do(apple, built(theGo, "amd64"))
	notHere := func(s *health.Snapshot) {
		onlyNative("amd64")(s)
	}
	for e, change := range map[edge]func(*health.Snapshot){
		{"dlv-incompatible", "libc-mismatch"}: do(window, header(theGopls, func(b *health.Binary) { b.Interpreter = "/lib/ld-musl-x86_64.so.1" }), notStarted("no such file"),
			launchConfig(nil), dlv("v1.24.2", "go1.24.0")),
		{"tool-foreign-arch", "go-unrunnable"}: do(built(theGo, "s390x"), goFails(health.GoNoStart, 0, "exec format error"), built(theGopls, "arm64"),
			notStarted("exec format error"), notHere),

		{"gopls-crash-loop", "server-cannot-start"}: do(window, crashed(3, "", "panic: x"), fires["server-cannot-start"]),

		{"gopls-not-running", "language-server-disabled"}: inFirst(folderSetting("go.useLanguageServer", "", "false")),
		{"gopls-not-running", "gopls-missing"}:            inFirst(lostGopls),
		{"gopls-not-running", "gopls-flags-invalid"}:      inFirst(fires["gopls-flags-invalid"]),
		{"gopls-not-running", "gopls-crash-loop"}:         do(window, crashed(3, "", "panic: x"), ended),
		{"gopls-not-running", "server-cannot-start"}:      inFirst(dies(health.StageInitialize, 2, "", "no")),

		{"gopls-load-slow", "proxy-unreachable"}: do(slowTwice, fires["proxy-unreachable"], func(s *health.Snapshot) { s.Missing = nil }),
		{"gopls-load-slow", "gopls-stalled"}: do(waitsForLock, func(s *health.Snapshot) {
			stalls := s.Life.Stalls
			slowTwice(s)
			s.Life.Stalls = stalls
		}),
	} {
		besideProcesses[e] = change
		delete(byNature, e)
	}
	universal := do(apple, state(health.ProcessTranslated, "amd64", goplsPID), built(macGopls, "amd64", "arm64"))
	for e, change := range map[edge]func(*health.Snapshot){
		{"dlv-incompatible", "signature-invalid"}: do(apple, signed(macGopls, health.SignatureNone, 0), killed, launchConfig(nil), dlv("v1.24.2", "go1.24.0"), arm("darwin")),
		{"dlv-incompatible", "tool-foreign-arch"}: do(intelGo, launchConfig(nil), dlv("v1.24.2", "go1.24.0"), arm("darwin")),

		{"server-cannot-start", "tool-foreign-arch"}: do(intelGo, fires["server-cannot-start"]),
		{"gopls-load-failed", "tool-foreign-arch"}:   do(intelGo, broken23),
		{"definition-broken", "tool-foreign-arch"}:   do(intelGo, fires["definition-broken"]),
		{"gopls-not-running", "tool-foreign-arch"}:   do(intelGo, ended),

		{"homebrew-intel", "tool-foreign-arch"}: do(apple, header(theGo, func(b *health.Binary) { b.Real = "/usr/local/Cellar/go/1.26.8/libexec/bin/go" }), built(macGopls, "amd64")),
		{"arch-mixed", "tool-foreign-arch"}:     do(universal, built(theGo, "amd64")),
		{"arch-mixed", "cross-target"}:          do(universal, written("GOOS", "windows")),
	} {
		besideApple[e] = change
		delete(byNature, e)
	}
	for e, reason := range map[edge]string{
		{"arch-mixed", "editor-translated"}:       "what bites under a translated editor comes of it; a compiler for another processor is a finding of its own, which explains what is left",
		{"gopls-load-slow", "workspace-too-wide"}: "a workspace that holds the home directory takes its time to load whatever else there is",
		{"gopls-load-slow", "slow-filesystem"}:    "a file system that was measured to be slow makes every load slow, and the load is measured on it",
	} {
		byNature[e] = reason
	}
}
