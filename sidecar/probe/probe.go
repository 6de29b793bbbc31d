// Package probe looks at the machine and judges nothing. A probe is one file and one row of the table All; systems are
// split by file suffix, and every outside thing is reached through System, so that a recorded machine can stand for it.
//
// No probe writes to what is the user's, and none downloads: see DESIGN §1.
package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Probe is one look at the machine.
type Probe struct {
	ID health.ProbeID
	// Needs are the probes whose facts it reads; they ran before it. If one of them could not look, it is skipped.
	Needs []health.ProbeID
	// Tier is the lowest in which it runs.
	Tier health.Tier
	// Deadline bounds it; a late probe leaves a reason and its facts are dropped.
	Deadline time.Duration
	// Run looks. It returns what it saw as a function that writes it into the snapshot, which the runner calls only if
	// the probe came in time; so a late probe can never change a snapshot that is being judged. A probe that observed a
	// fault (a go that hangs) has looked well: an error says that it could not look.
	Run func(context.Context, *Examination) (Facts, error)
}

// Facts writes what a probe saw. It is called under the runner's lock.
type Facts func(*health.Snapshot, *Private)

// Examination is what a probe may read.
type Examination struct {
	System  System
	Request Request
	// Snapshot holds the facts of the probes that this one needs. It is a copy of the probe's own: writing to it is lost.
	Snapshot health.Snapshot
	Private  Private
	// KnownCheck says which checks there are, for files that name some; nil knows all.
	KnownCheck func(health.CheckID) bool
	// Progress tells the user what goes on, if anybody listens; never nil.
	Progress func(text string)
}

// Private is what probes need of each other and no snapshot may hold: complete environments and raw settings may carry
// secrets. It lives as long as the run.
type Private struct {
	Environ []string                 // the environment that the editor starts tools from, complete
	ToolEnv map[health.Path][]string // by folder: what golang.go hands to tools, complete
	// GoValues are the answers of go env, complete, by folder; nil for a folder whose go did not answer.
	GoValues map[health.Path]map[string]string
	// Settings are the raw values, in the order of Snapshot.Settings.
	Settings []RawSetting
}

// RawSetting is a setting as it stands, with secrets.
type RawSetting struct {
	health.Setting
	Raw any // decoded JSON
}
