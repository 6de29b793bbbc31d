package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const libcMismatch texts = "libc-mismatch"

// LibcMismatch reports a tool whose program loader is not on this system.
var LibcMismatch = &Check{
	ID:       health.CheckID(libcMismatch),
	Severity: health.Error,
	Doc: `a Go tool was built for another C library

The file is there and may be executed, and yet the system answers "no such file or directory" (or "required file not found"), status 127. What is missing is not the tool but the loader that its header asks for: a gopls that was built on Debian does not start in Alpine, whose C library is musl, and the reverse; on NixOS neither stands where programs from elsewhere expect it.

We read the loader out of the ELF header of gopls, Delve and the C compiler and look whether it exists. Nothing is said of a static program, which needs none, nor of a tool that did run.

The fix builds the tool anew on this system. With CGO_ENABLED=0 it is static, and runs everywhere.

A go that the system refuses to start is go-unrunnable's.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeToolLookup, health.ProbeBinaries},
	Platforms: []health.Public{"linux"},
	Messages: map[string]health.Template{
		"libc":      {Title: "{tool} is built for {libc}, which is not on this system", Detail: "Its loader {loader} does not exist, so the system answers that the file itself is missing: {tool} does not start."},
		"loader":    {Title: "{tool} needs a program loader that is not on this system", Detail: "{loader} does not exist, so the system answers that the file itself is missing: {tool} does not start."},
		"header":    {Title: "loader that {file} asks for"},
		"reinstall": {Title: "Build {tool} anew on this system"},
		"by-hand":   {Title: "install {tool} from this system's own packages, or the loader that it needs (Alpine: gcompat; NixOS: nix-ld)"},
		"hand":      {Title: "Install one that fits"},
	},
	Applies: hasGoFolders,
	Run:     runLibcMismatch,
}

func runLibcMismatch(s *health.Snapshot) []health.Finding {
	c := libcMismatch
	var out []health.Finding
	all := toolsInUse(s, "gopls", "dlv", "cc")
	for _, t := range all {
		b, image := elfOf(s, t)
		if b.Kind != health.BinaryELF || !loaderGone(b) || triedOf(s, t) == didRun || t.name == "cc" && !cgoInUse(s, t.first.Path) {
			continue
		}
		libc := cmp.Or(image.Libc, libcOf(b.Interpreter))
		args := health.Args{"tool": health.V(t.name), "loader": health.V(b.Interpreter), "libc": health.V(libc), "file": health.V(b.Path)}
		name := "libc"
		if libc == "" {
			name = "loader"
		}
		f := health.Finding{Severity: health.Error, Subject: subjectOf(t, all), Folder: t.folder, Message: c.say(name, args),
			Evidence: []health.Evidence{{What: c.say("header", args), Observed: health.V(b.Interpreter), Expected: saying("present"),
				Source: health.Source{Kind: health.FromBinary, Name: t.name, File: b.Path}}}}
		if t.name == "dlv" {
			f.Severity, _ = debugs(s, t.first.Path)
		}
		if step, ok := installAnew(s, t); ok {
			step.Env = append(slices.Clone(step.Env), health.Variable{Name: "CGO_ENABLED", Value: health.V(health.Public("0"))})
			f.Fixes = append(f.Fixes, oneFix("reinstall", health.RiskConfirm, c.say("reinstall", args), step))
		}
		f.Fixes = append(f.Fixes, oneFix("hand", health.RiskManual, c.say("hand", nil), manual(c.say("by-hand", args), health.EffectRestartServer)))
		out = append(out, f)
	}
	return out
}

// elfOf is the program that a tool leads to, as far as its loader goes: the file that was found, or what its wrapper starts.
func elfOf(s *health.Snapshot, t tool) (health.Binary, health.Image) {
	image, _ := imageOf(s, t)
	for _, path := range []health.Path{t.file, t.path} {
		if b, ok := s.Binary(path); ok && b.Kind == health.BinaryELF {
			return b, image
		}
	}
	if image.Loader == "" {
		return health.Binary{}, image
	}
	return health.Binary{Path: image.Path, Kind: health.BinaryELF, Interpreter: image.Loader, InterpreterExists: image.LoaderExists}, image
}

// libcOf is the C library that a loader belongs to, by its name: /lib/ld-musl-x86_64.so.1, /lib64/ld-linux-x86-64.so.2.
func libcOf(loader health.Path) health.Public {
	switch name := string(loader); {
	case strings.Contains(name, "ld-musl"):
		return "musl"
	case strings.Contains(name, "ld-linux"), strings.HasSuffix(name, "/ld.so.1"), strings.Contains(name, "/ld64.so"):
		return "glibc"
	}
	return ""
}
