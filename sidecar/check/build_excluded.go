package check

import (
	"go/build/constraint"
	"go/version"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const buildExcluded texts = "build-excluded"

// BuildExcluded reports open files that are not built in this configuration.
var BuildExcluded = &Check{
	ID:       health.CheckID(buildExcluded),
	Severity: health.Warning,
	Doc: `an open file is left out of the build

Go builds a file only if its //go:build line and its name fit the system, the processor and the tags. gopls answers nothing in a file that is left out because of a tag ("No packages found for open file"), and its symbols are unknown elsewhere. A file for another system or processor is analysed as for that one, so everything looks well, and your own builds and tests leave it out: a name such as net_windows.go or parse_arm.go is enough.

We evaluate the constraint and the name of each Go document that is open with go's own rules, for GOOS, GOARCH, CGO_ENABLED, the release in use, and the tags in GOFLAGS, go.buildTags and gopls's build flags. Only a tag that nobody sets is a warning; files for other systems are information, and files with the tag ignore, whose names begin with a dot or an underscore, or which need another release are left in peace.

The fix adds the tag to the build flags of gopls in this workspace. It does not explain a file that a directory filter hides.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeOpenFiles, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGoEnv},
	After: []health.CheckID{"cross-target", "target-invalid"},
	// A foreign target explains only a file that this machine's own would take in.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && fitsHost(s, own)
	},
	Messages: map[string]health.Template{
		"tag":    {Title: "{file} is built only with the tag {tag}, which nobody sets", Detail: "gopls answers nothing in this file, and what it declares is unknown elsewhere."},
		"target": {Title: "{file} is built for {target} and not here", Detail: "gopls analyses it as for that system, but builds and tests on this machine leave it out."},
		"name":   {Title: "{file} is built for {target} and not here, because of its name", Detail: "gopls analyses it as for that system, but builds and tests on this machine leave it out. The last part of a name before .go counts as a system or processor."},
		"fits":   {Title: "a constraint that holds for {os}/{arch} with the tags in use"},
		"add":    {Title: "Have gopls build with the tag {tag}"},
		"flags":  {Title: "put {tag} into the -tags of gopls.build.buildFlags, beside those that stand there"},
		"rename": {Title: "Rename the file, if it is not for {target}"},
		"how":    {Title: "rename {file}, or correct its //go:build line, if it is meant for this system too"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.OpenFiles) > 0 && hasGoFolders(s) },
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding {
			g := s.GoEnv(f.Path)
			if g.Failure != "" && len(openGoFiles(s, f)) > 0 {
				return []health.Finding{Open(f.Path, goSilent(g))}
			}
			var out []health.Finding
			for _, o := range openGoFiles(s, f) {
				if finding, ok := excluded(s, f, o); ok {
					finding.Subject = health.V(o.File)
					out = append(out, finding)
				}
			}
			return out
		})
	},
}

func excluded(s *health.Snapshot, f health.Folder, o health.OpenFile) (health.Finding, bool) {
	system, c := string(s.System.OS), buildExcluded
	base := health.Base(system, string(o.File))
	if o.State != health.FileOK || strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") {
		return health.Finding{}, false
	}
	t := tagsOf(s, f.Path)
	args := health.Args{"file": health.V(o.File), "os": health.V(health.Public(t.os)), "arch": health.V(health.Public(t.arch))}
	expected := c.say("fits", args)
	seen := func(observed health.Value) []health.Evidence {
		return append([]health.Evidence{{What: message("file", health.Args{"file": health.V(o.File)}), Observed: observed,
			Source: health.Source{Kind: health.FromFile, File: o.File, Line: o.Line}}}, health.Evidence{What: expected, Observed: health.List(t.all()...),
			Source: health.Source{Kind: health.FromCommand, Name: "go env"}})
	}
	rename := func() []health.Fix {
		return []health.Fix{oneFix("rename", health.RiskManual, c.say("rename", args), manual(c.say("how", args), health.EffectRestartServer))}
	}
	if part, out := t.nameExcludes(base); out {
		args["target"] = health.V(health.Public(part))
		return health.Finding{Severity: health.Info, Message: c.say("name", args), Evidence: seen(health.V(health.Public(part))), Fixes: rename()}, true
	}
	expr, err := constraint.Parse("//go:build " + string(o.Constraint))
	if o.Constraint == "" || err != nil || expr.Eval(t.holds) {
		return health.Finding{}, false
	}
	missing, kind := t.missing(expr)
	switch kind {
	case "tag":
		args["tag"] = health.V(health.Text(missing))
		return health.Finding{Severity: health.Warning, Message: c.say("tag", args), Evidence: seen(health.V(o.Constraint)), Fixes: addTag(s, f, missing, args)}, true
	case "target":
		args["target"] = health.V(health.Text(missing))
		return health.Finding{Severity: health.Info, Message: c.say("target", args), Evidence: seen(health.V(o.Constraint)), Fixes: rename()}, true
	}
	return health.Finding{}, false
}

// addTag plans the tag for gopls in the workspace. Flags that stand in the settings already are left to a person where a
// -tags among them would have to be merged.
func addTag(s *health.Snapshot, f health.Folder, tag string, args health.Args) []health.Fix {
	c := buildExcluded
	title := c.say("add", args)
	set, ok := buildFlags(s, f.Path)
	flags, isList := set.Value.Strings()
	switch {
	case !ok && s.Editor.Present:
		set = health.Setting{Key: "gopls", Member: "build.buildFlags", Scope: health.ScopeWorkspace, Folder: ""}
		return []health.Fix{oneFix("add-tag", health.RiskConfirm, title, changeSetting(set, health.DataOf([]string{"-tags=" + tag}), health.EffectRestartServer))}
	case ok && isList && !slices.ContainsFunc(flags, func(x string) bool { return strings.HasPrefix(strings.TrimLeft(x, "-"), "tags") }) && !set.Value.Redacted():
		return []health.Fix{oneFix("add-tag", health.RiskConfirm, title, changeSetting(set, health.DataOf(append(flags, "-tags="+tag)), health.EffectRestartServer))}
	}
	return []health.Fix{oneFix("by-hand", health.RiskManual, title, manual(c.say("flags", args), health.EffectRestartServer))}
}

// tags are what a build of gopls's go commands has: reference go help buildconstraint.
type tags struct {
	os, arch, release string
	cgo               bool
	set               []string
}

func tagsOf(s *health.Snapshot, folder health.Path) tags {
	g := s.GoEnv(folder)
	value := func(name health.Public) string {
		if v, _, ok := toGopls(s, folder, name); ok && v.Value.Text != "" {
			return v.Value.Text
		}
		return g.Get(name)
	}
	t := tags{os: value("GOOS"), arch: value("GOARCH"), release: g.Get("GOVERSION"), cgo: value("CGO_ENABLED") == "1"}
	flags := strings.Fields(value("GOFLAGS"))
	if set, ok := buildFlags(s, folder); ok {
		more, _ := set.Value.Strings()
		flags = append(flags, more...)
	}
	for i, flag := range flags {
		name, list, found := strings.Cut(strings.Trim(flag, `"'`), "=")
		if strings.TrimLeft(name, "-") != "tags" {
			continue
		}
		if !found && i+1 < len(flags) {
			list = flags[i+1]
		}
		t.set = append(t.set, strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	if set, ok := s.Setting(folder, "go.buildTags", ""); ok {
		list, _ := set.Value.String()
		t.set = append(t.set, strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	return t
}

func (t tags) all() []health.Text {
	out := []health.Text{health.Text(t.os), health.Text(t.arch)}
	for _, tag := range t.set {
		out = append(out, health.Text(tag))
	}
	return out
}

// holds decides a tag as go build does.
func (t tags) holds(tag string) bool {
	switch tag {
	case t.os, t.arch, "gc":
		return true
	case "unix":
		return !slices.Contains([]string{"windows", "plan9", "js", "wasip1"}, t.os)
	case "cgo":
		return t.cgo
	case "linux":
		return t.os == "android"
	case "darwin":
		return t.os == "ios"
	case "solaris":
		return t.os == "illumos"
	}
	if release := strings.HasPrefix(tag, "go1."); release {
		return version.IsValid(t.release) && version.Compare(tag, version.Lang(t.release)) <= 0
	}
	return slices.Contains(t.set, tag)
}

// missing is the one tag that would make a constraint hold, and what kind of tag it is: one that people set, or a system or
// processor. A tag that only the release, a compiler or cgo decides has no kind, nor has ignore.
func (t tags) missing(expr constraint.Expr) (tag, kind string) {
	var all []string
	walkTags(expr, func(tag string) { all = append(all, tag) })
	for _, target := range []bool{false, true} {
		for _, tag := range all {
			if t.holds(tag) || knownTarget(tag) != target || tag == "ignore" {
				continue
			}
			if !target && (strings.HasPrefix(tag, "go1.") || strings.HasPrefix(tag, "goexperiment.") || slices.Contains([]string{"cgo", "gccgo", "gc", "race", "msan", "asan", "unix"}, tag)) {
				continue
			}
			with := expr.Eval(func(name string) bool { return name == tag || t.holds(name) && !(target && sameKind(name, tag)) })
			if with && target {
				return tag, "target"
			} else if with {
				return tag, "tag"
			}
		}
	}
	if len(all) > 0 && !slices.ContainsFunc(all, func(tag string) bool { return !knownTarget(tag) }) {
		return expr.String(), "target" // such as !linux
	}
	return "", ""
}

func walkTags(expr constraint.Expr, visit func(string)) {
	switch x := expr.(type) {
	case *constraint.TagExpr:
		visit(x.Tag)
	case *constraint.NotExpr:
		walkTags(x.X, visit)
	case *constraint.AndExpr:
		walkTags(x.X, visit)
		walkTags(x.Y, visit)
	case *constraint.OrExpr:
		walkTags(x.X, visit)
		walkTags(x.Y, visit)
	}
}

// The systems and processors that count as tags and in file names: those of go/build.
var (
	knownSystems = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris
		wasip1 windows zos`)
	knownProcessors = strings.Fields(`386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32
		mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)
)

func knownTarget(tag string) bool {
	return slices.Contains(knownSystems, tag) || slices.Contains(knownProcessors, tag)
}

func sameKind(a, b string) bool {
	return slices.Contains(knownSystems, a) == slices.Contains(knownSystems, b) && knownTarget(a)
}

// nameExcludes judges the system and processor at the end of a file's name: x_GOOS.go, x_GOARCH.go, x_GOOS_GOARCH.go, each
// with _test behind it or not.
func (t tags) nameExcludes(base string) (string, bool) {
	name, _, _ := strings.Cut(base, ".")
	parts := strings.Split(strings.TrimSuffix(name, "_test"), "_")
	n := len(parts)
	if n >= 3 && slices.Contains(knownSystems, parts[n-2]) && slices.Contains(knownProcessors, parts[n-1]) {
		return parts[n-2] + "/" + parts[n-1], !t.holds(parts[n-1]) || !t.holds(parts[n-2])
	}
	if n >= 2 && knownTarget(parts[n-1]) {
		return parts[n-1], !t.holds(parts[n-1])
	}
	return "", false
}

// fitsHost reports that the file of a finding is left out for its system or processor alone, and is meant for this machine.
func fitsHost(s *health.Snapshot, own health.Finding) bool {
	g, t := s.GoEnv(own.Folder), tagsOf(s, own.Folder)
	t.os, t.arch, t.cgo = g.Get("GOHOSTOS"), g.Get("GOHOSTARCH"), true
	for _, o := range s.OpenFiles {
		if string(o.File) != own.Subject.Text {
			continue
		}
		_, out := t.nameExcludes(health.Base(string(s.System.OS), string(o.File)))
		expr, err := constraint.Parse("//go:build " + string(o.Constraint))
		return !out && (o.Constraint == "" || err == nil && expr.Eval(t.holds))
	}
	return false
}
