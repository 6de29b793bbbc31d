package probe

import (
	"bytes"
	"context"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/version"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// overlayProbe fills Overlays. A release unpacked over an older one keeps the files that the newer one dropped; go list
// and gopls say nothing about it, and every build stops with "redeclared in this block" inside the standard library.
var overlayProbe = &Probe{
	ID:       health.ProbeGoOverlay,
	Needs:    []health.ProbeID{health.ProbeMachine, health.ProbeGoTrees, health.ProbeGoEnv},
	Tier:     health.TierStandard,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.Overlay
		for _, root := range rootsInUse(&ex.Snapshot) {
			seen = append(seen, overlayOf(ctx, ex.System, root))
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Overlays = seen }, nil
	},
}

// overlayPackages are packages that every program needs and whose files change from release to release.
var overlayPackages = strings.Fields(`internal/abi internal/bytealg internal/cpu internal/runtime/atomic internal/runtime/maps
	internal/runtime/sys internal/runtime/math internal/sync internal/reflectlite internal/poll runtime reflect strconv sync
	syscall time io os errors fmt`)

const (
	maxOverlayRoots = 3
	maxOverlayTwice = 20
	maxPackageFiles = 2000
	maxSourceFile   = 1 << 20
)

// rootsInUse are the releases that go's own answers name, each once.
func rootsInUse(s *health.Snapshot) []string {
	var out []string
	for _, g := range s.GoEnvs {
		root := g.Get("GOROOT")
		if tree, ok := s.GoTree(health.Path(root)); ok && tree.Whole() && !slices.Contains(out, root) && len(out) < maxOverlayRoots {
			out = append(out, root)
		}
	}
	return out
}

func lookForOverlay(ctx context.Context, system System, root string) health.Overlay {
	out := health.Overlay{Root: health.Path(root)}
	tags := releaseTags(system, root)
	for _, pkg := range overlayPackages {
		dir := health.Join(system.OS(), root, "src", pkg)
		entries, err := system.ReadDir(dir, maxPackageFiles)
		if err != nil || ctx.Err() != nil {
			continue // a package that this release does not have
		}
		declared := map[string]string{} // name, file
		for _, e := range entries {
			name := e.Name()
			if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || !suffixFits(name, tags) {
				continue
			}
			file := health.Join(system.OS(), dir, name)
			data, err := system.ReadFile(file, maxSourceFile)
			if err != nil || !constraintFits(data, tags) {
				continue
			}
			out.Files++
			for _, id := range declarations(data) {
				first, twice := declared[id]
				if !twice {
					declared[id] = file
					continue
				}
				if first == file || !declares(system, first, id) || !declares(system, file, id) {
					continue
				}
				if len(out.Twice) == maxOverlayTwice {
					out.Cut++
					continue
				}
				out.Twice = append(out.Twice, health.DeclaredTwice{Name: health.Module(pkg + "." + id), First: health.Path(first), Second: health.Path(file)})
			}
		}
	}
	return out
}

// releaseTags decides build tags as a build for this machine does, of a release of that VERSION. Experiments and cgo are off:
// a whole release builds that way too.
func releaseTags(system System, root string) func(tag string) bool {
	lang := ""
	if b, err := system.ReadFile(health.Join(system.OS(), root, "VERSION"), 4<<10); err == nil {
		first, _, _ := bytes.Cut(b, []byte("\n"))
		lang = version.Lang(strings.TrimSpace(string(first)))
	}
	os, arch := system.OS(), system.Arch()
	return func(tag string) bool {
		switch tag {
		case os, arch, "gc":
			return true
		case "unix":
			return !health.Windows(os)
		}
		return lang != "" && version.IsValid(tag) && version.Compare(tag, lang) <= 0
	}
}

// suffixFits judges the system and processor in a file's name (name_GOOS_GOARCH.go).
func suffixFits(name string, tags func(string) bool) bool {
	parts := strings.Split(strings.TrimSuffix(name, ".go"), "_")
	for _, part := range parts[max(1, len(parts)-2):] {
		if knownTargetPart(part) && !tags(part) {
			return false
		}
	}
	return true
}

func knownTargetPart(part string) bool { return slices.Contains(targetParts, part) }

// targetParts are the systems and processors that count in file names: those of go/build.
var targetParts = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9
	solaris wasip1 windows zos 386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32
	mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)

// constraintFits judges the //go:build line, which stands before the package clause.
func constraintFits(data []byte, tags func(string) bool) bool {
	for line := range bytes.Lines(data) {
		text := strings.TrimSpace(string(line))
		switch {
		case constraint.IsGoBuild(text):
			expr, err := constraint.Parse(text)
			return err == nil && expr.Eval(tags)
		case strings.HasPrefix(text, "package "):
			return true
		}
	}
	return true
}

// declarations are the names that a formatted file declares at the margin. Looking at lines is ten times faster than
// parsing; what is found twice is parsed.
func declarations(data []byte) []string {
	var out []string
	for line := range bytes.Lines(data) {
		rest, ok := bytes.CutPrefix(line, []byte("func "))
		if !ok {
			rest, ok = bytes.CutPrefix(line, []byte("type "))
		}
		if end := bytes.IndexAny(rest, " ([\n="); ok && end > 0 {
			if name := string(rest[:end]); name != "init" && name != "_" && token.IsIdentifier(name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// declares parses a file and reports a function or type of that name.
func declares(system System, file, name string) bool {
	data, err := system.ReadFile(file, maxSourceFile)
	if err != nil {
		return false
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(parsed.Decls, func(d ast.Decl) bool {
		switch d := d.(type) {
		case *ast.FuncDecl:
			return d.Recv == nil && d.Name.Name == name
		case *ast.GenDecl:
			return slices.ContainsFunc(d.Specs, func(s ast.Spec) bool {
				t, ok := s.(*ast.TypeSpec)
				return ok && t.Name.Name == name
			})
		}
		return false
	})
}
