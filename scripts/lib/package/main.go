// Command package is the part of scripts/package, scripts/smoke and scripts/licences that is no business of a shell: archives
// whose bytes depend on nothing but their contents, the software bill of materials, licences, and a look into finished packages.
//
//	package archive -epoch SECONDS -out FILE -folder NAME FILE...
//	package notices -out FILE
//	package sbom -epoch SECONDS -out FILE SIDECAR...
//	package sums DIR
//	package verify [-epoch SECONDS] DIR
//	package sidecar TARGET FILE
//	package licences [-check]
//
// It runs in the root of the checkout. The exit status is 1 if something is not as it should be, 2 for wrong usage.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

var errUsage = errors.New("usage: package archive|notices|sbom|sums|verify|sidecar|licences")

func main() {
	err := run(os.Args[1:], os.Stdout)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

// options are the flags of all subcommands; each heeds those it knows.
type options struct {
	epoch       int64
	out, folder string
	check       bool
}

func run(args []string, out io.Writer) error {
	if len(args) == 0 {
		return errUsage
	}
	var o options
	set := flag.NewFlagSet(args[0], flag.ContinueOnError)
	set.Int64Var(&o.epoch, "epoch", 0, "time of everything inside, in seconds since 1970")
	set.StringVar(&o.out, "out", "", "file to write")
	set.StringVar(&o.folder, "folder", "", "the one folder of an archive")
	set.BoolVar(&o.check, "check", false, "write nothing, fail if something would change")
	if err := set.Parse(args[1:]); err != nil {
		return errUsage
	}
	rest := set.Args()
	switch {
	case args[0] == "archive" && o.out != "" && o.folder != "" && len(rest) > 0:
		return writeArchive(o.out, o.folder, rest, time.Unix(o.epoch, 0).UTC())
	case args[0] == "notices" && o.out != "" && len(rest) == 0:
		return writeNotices(o.out)
	case args[0] == "sbom" && o.out != "" && len(rest) > 0:
		return writeSBOM(o.out, rest, time.Unix(o.epoch, 0).UTC())
	case args[0] == "sums" && len(rest) == 1:
		return writeSums(rest[0])
	case args[0] == "verify" && len(rest) == 1:
		return verify(rest[0], o.epoch, out)
	case args[0] == "sidecar" && len(rest) == 2:
		return verifySidecarFile(rest[0], rest[1], out)
	case args[0] == "licences" && len(rest) == 0:
		return licences(o.check, out)
	}
	return errUsage
}

// manifest is what package.json says that matters here; its version is the only one there is.
type manifest struct {
	Name, Publisher, Version, License string
}

func readManifest() (manifest, error) {
	var m manifest
	data, err := os.ReadFile("package.json")
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err == nil && (m.Name == "" || m.Version == "") {
		err = errors.New("no name or no version")
	}
	if err != nil {
		return m, fmt.Errorf("package.json: %w", err)
	}
	return m, nil
}
