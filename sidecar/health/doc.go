// Package health is the vocabulary of Go Vitals: what was seen (Snapshot), what it means (Finding, Evidence),
// what can be done (Fix), and what is told (Report, Badge).
//
// It is pure: no file, process, clock or operating system is touched here, so that a snapshot of a Windows or
// macOS machine is judged on Linux exactly as it would be judged at home. Paths are therefore handled by this
// package's own functions (see paths.go), which take the snapshot's operating system and not the reader's.
//
// Every string carries its privacy class in its type (see privacy.go). A test walks all types and fails on a
// plain string, because a string without a class would slip past the redaction of shared reports.
package health
