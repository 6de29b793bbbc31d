package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
)

// platforms say what the sidecar of a target is, as Go names it; scripts/lib/targets.sh builds by the same table.
var platforms = map[string]struct {
	kind         health.BinaryKind
	system, arch string
}{
	"linux-x64":    {health.BinaryELF, "linux", "amd64"},
	"linux-arm64":  {health.BinaryELF, "linux", "arm64"},
	"alpine-x64":   {health.BinaryELF, "linux", "amd64"},
	"alpine-arm64": {health.BinaryELF, "linux", "arm64"},
	"darwin-x64":   {health.BinaryMachO, "darwin", "amd64"},
	"darwin-arm64": {health.BinaryMachO, "darwin", "arm64"},
	"win32-x64":    {health.BinaryPE, "windows", "amd64"},
	"win32-arm64":  {health.BinaryPE, "windows", "arm64"},
}

// unfit says why a sidecar cannot start on its target: another system or processor, a C library that may not be there, a
// signature that the kernel of an Apple processor would refuse.
func unfit(target string, data []byte) error {
	p, ok := platforms[target]
	if !ok {
		return fmt.Errorf("unknown target %s", target)
	}
	r := bytes.NewReader(data)
	file, err := image.Read(r, r.Size())
	if err != nil {
		return err
	}
	if file.Kind != p.kind || len(file.Slices) != 1 || string(file.Slices[0].Architecture) != p.arch {
		return fmt.Errorf("it is %s for %s, want %s for %s", file.Kind, file.Slices[0].Architecture, p.kind, p.arch)
	}
	info, err := buildinfo.Read(r)
	if err != nil {
		return err
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	if set["GOOS"] != p.system || set["GOARCH"] != p.arch || set["CGO_ENABLED"] != "0" || set["-trimpath"] != "true" {
		return fmt.Errorf("it was built with GOOS=%s GOARCH=%s CGO_ENABLED=%s -trimpath=%s", set["GOOS"], set["GOARCH"], set["CGO_ENABLED"], set["-trimpath"])
	}
	if file.Kind == health.BinaryELF && !file.Static {
		return fmt.Errorf("it is linked to the loader %s, which Alpine may not have", file.Loader)
	}
	return unsigned(p.arch, file.Examine(context.Background(), r)[0])
}

// unsigned is an error unless the signature is as it must be: Apple's Arm kernel kills a program without a whole one, and the
// linker signs by itself for that processor alone.
func unsigned(arch string, s health.Slice) error {
	want := health.SignatureNotNeeded
	switch {
	case s.Signature.State == health.SignatureNotNeeded:
	case arch == "arm64":
		want = health.SignatureWhole
	case s.Signature.State == health.SignatureWhole: // a release signed with a certificate
		want = health.SignatureWhole
	default:
		want = health.SignatureNone
	}
	if s.Error != "" {
		return errors.New(string(s.Error))
	}
	if s.Signature.State != want {
		return fmt.Errorf("its signature is %s (%d of %d pages are bad) %s, want %s", s.Signature.State, s.Signature.BadPages, s.Signature.Pages, s.Signature.Error, want)
	}
	return nil
}

func verifySidecarFile(target, file string, out io.Writer) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := unfit(target, data); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	r := bytes.NewReader(data)
	words := []string{platforms[target].system, platforms[target].arch}
	if f, err := image.Read(r, r.Size()); err == nil && f.Kind == health.BinaryMachO {
		s := f.Examine(context.Background(), r)[0]
		words = append(words, "from macOS "+string(s.MinOS), fmt.Sprintf("signature %s, %d pages", s.Signature.State, s.Signature.Pages))
	}
	fmt.Fprintln(out, strings.Join(words, ", "))
	return nil
}
