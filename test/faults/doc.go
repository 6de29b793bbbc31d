// Package faults breaks the real sidecar and its surroundings while it works: it is killed, stopped, starved of descriptors,
// memory, disk and readers, given programs that hang, flood and fork away, and cancelled at random. Whatever happens, every
// request is answered, no process is left, no file is half written, and neither memory nor descriptors nor goroutines grow.
// GOVITALS_FAULTS=full tries as often as docs/reliability.md says (scripts/faults).
package faults
