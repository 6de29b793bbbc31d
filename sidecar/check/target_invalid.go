package check

import (
	"go/version"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const targetInvalid texts = "target-invalid"

// TargetInvalid reports a GOOS and GOARCH that Go cannot build for.
var TargetInvalid = &Check{
	ID:       health.CheckID(targetInvalid),
	Severity: health.Error,
	Doc: `GOOS and GOARCH are no pair that Go knows

With an operating system or processor that Go does not know every build stops with "unsupported GOOS/GOARCH pair", and gopls loads nothing. go env and go list look well. The usual reason is the name that another tool uses: macos for darwin, aarch64 for arm64, x86_64 for amd64.

We take GOOS and GOARCH as gopls's go commands get them, with who set them, and look the pair up in the list of Go 1.26. A pair that is not on it is a finding only for a Go of that release or an older one, or where go's own words say so: a later Go may know more. Where all questions were answered nothing is reported.

The fix removes what was set; go then builds for this machine.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"pair":    {Title: "Go cannot build for {target}", Detail: "Every build stops with \"unsupported GOOS/GOARCH pair\", and gopls loads nothing: no hover, no completion, no Go to Definition."},
		"meant":   {Title: "Go cannot build for {target}; it calls {value} {right}", Detail: "Every build stops with \"unsupported GOOS/GOARCH pair\", and gopls loads nothing: no hover, no completion, no Go to Definition."},
		"known":   {Title: "a pair of go tool dist list"},
		"maybe":   {Title: "whether this Go can build for {target} is not known"},
		"correct": {Title: "Set {name} to {value}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return badTarget(s, f) })
	},
}

// targets are the pairs of go tool dist list, of targetsUpTo and the releases before it since Go 1.18.
var targets = strings.Fields(`aix/ppc64 android/386 android/amd64 android/arm android/arm64 darwin/amd64 darwin/arm64
	dragonfly/amd64 freebsd/386 freebsd/amd64 freebsd/arm freebsd/arm64 freebsd/riscv64 illumos/amd64 ios/amd64 ios/arm64
	js/wasm linux/386 linux/amd64 linux/arm linux/arm64 linux/loong64 linux/mips linux/mips64 linux/mips64le linux/mipsle
	linux/ppc64 linux/ppc64le linux/riscv64 linux/s390x netbsd/386 netbsd/amd64 netbsd/arm netbsd/arm64 openbsd/386
	openbsd/amd64 openbsd/arm openbsd/arm64 openbsd/mips64 openbsd/ppc64 openbsd/riscv64 plan9/386 plan9/amd64 plan9/arm
	solaris/amd64 wasip1/wasm windows/386 windows/amd64 windows/arm windows/arm64`)

const targetsUpTo = "go1.26"

// otherNames are what other tools call a system or processor.
var otherNames = map[string]string{
	"macos": "darwin", "osx": "darwin", "mac": "darwin", "win": "windows", "win32": "windows", "win64": "windows",
	"aarch64": "arm64", "armv8": "arm64", "x86_64": "amd64", "x64": "amd64", "x86-64": "amd64", "i386": "386", "i686": "386", "x86": "386",
	"armv7": "arm", "armv7l": "arm", "armv6": "arm", "armhf": "arm", "ppc64el": "ppc64le",
}

func badTarget(s *health.Snapshot, f health.Folder) []verdict {
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	os, _, _ := toGopls(s, f.Path, "GOOS")
	arch, _, _ := toGopls(s, f.Path, "GOARCH")
	pair := os.Value.Text + "/" + arch.Value.Text
	if !chosen(os) && !chosen(arch) || os.Value.Empty() || arch.Value.Empty() || pulseOf(s, f.Path) == health.PulseGood {
		return nil
	}
	c, args := targetInvalid, health.Args{"target": health.V(health.Public(pair))}
	said, words := saidOf(s, f.Path, health.CheckID(c))
	if slices.Contains(targets, pair) && !words {
		return nil
	}
	running := version.Lang(runningVersion(s, g))
	if !words && (running == "" || version.Compare(running, targetsUpTo) > 0) {
		return open(f, c.say("maybe", args))
	}
	out := health.Finding{Severity: health.Error, Message: c.say("pair", args)}
	key := ""
	for _, v := range []health.Variable{os, arch} {
		if !chosen(v) || knownPart(v) && !knownPart(other(v, os, arch)) {
			continue
		}
		out.Evidence = append(out.Evidence, variableSeen(v, c.value("known")))
		fixes := clearFixes(s, f.Path, v)
		if right := otherNames[strings.ToLower(v.Value.Text)]; right != "" && right != v.Value.Text {
			args["right"], args["value"] = health.V(health.Public(right)), v.Value
			out.Message = c.say("meant", args)
			title := c.say("correct", health.Args{"name": health.V(v.Name), "value": args["right"]})
			if fix, ok := setVariable(s, f.Path, v, right, title); ok && right != g.Get(health.Public("GOHOST"+strings.TrimPrefix(string(v.Name), "GO"))) {
				fix.ID = "correct"
				fixes = append(fixes, fix)
			}
		}
		if out.Fixes == nil {
			out.Fixes = fixes
		} else {
			out.Fixes = both(out.Fixes, fixes)
		}
		key += string(v.Name) + "=" + v.Value.Text + " " + sourceKey(v.Source) + " "
	}
	if len(out.Evidence) > 1 {
		out.Message = c.say("pair", args) // there is no one name to correct
	}
	if words {
		out.Evidence = append(out.Evidence, wordsSeen(said))
	}
	return found(key, out)
}

// knownPart reports that a value is a system or processor of some pair, so that it is not the one to blame.
func knownPart(v health.Variable) bool {
	return slices.ContainsFunc(targets, func(pair string) bool {
		os, arch, _ := strings.Cut(pair, "/")
		return v.Name == "GOOS" && os == v.Value.Text || v.Name == "GOARCH" && arch == v.Value.Text
	})
}

func other(v, os, arch health.Variable) health.Variable {
	if v.Name == os.Name {
		return arch
	}
	return os
}
