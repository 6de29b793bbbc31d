// Govitals finds out why Go does not work in an editor. This file only wires the parts together.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"runtime/debug"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/cli"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/rpc"
)

// version is set by scripts/build.
var version string

func main() {
	// One stray line on standard output would end the protocol with the editor for good, so nobody else gets at it.
	out := os.Stdout
	os.Stdout = os.Stderr
	log.SetOutput(io.Discard) // net/http tells there what a server says unasked, in the middle of our own words
	os.Exit(cli.Run(cli.Streams{In: os.Stdin, Out: out, Err: os.Stderr}, os.Args[1:], doctor.Options{
		System: probe.Machine{}, Probes: probe.All, Checks: check.All, Version: versionOf(), Remember: true,
	}, serve))
}

func serve(ctx context.Context, s cli.Streams, o doctor.Options) int {
	server := &rpc.Server{Options: o, Err: s.Err}
	return server.Serve(ctx, s.In, s.Out)
}

// versionOf is the linked version, or what the Go command recorded for `go install` and a build from a checkout.
func versionOf() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
