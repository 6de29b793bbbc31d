package check

import (
	"go/version"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// runCommand is the intent to run a program in a directory. Its text shows the arguments as they are; no shell is
// involved.
func runCommand(cwd health.Path, effect health.Effect, argv ...health.Value) health.Step {
	return health.Step{
		Kind:   health.StepRun,
		Title:  message("step-run", health.Args{"command": health.V(health.CommandLine(argv))}),
		Argv:   argv,
		Cwd:    cwd,
		Effect: effect,
	}
}

// runGo is the intent to run the editor's go in a directory.
func runGo(s *health.Snapshot, folder, cwd health.Path, args ...health.Public) health.Step {
	argv := []health.Value{editorGo(s, folder)}
	for _, a := range args {
		argv = append(argv, health.V(a))
	}
	return runCommand(cwd, health.EffectRestartServer, argv...)
}

// withArguments adds arguments to a command.
func withArguments(step health.Step, argv ...health.Value) health.Step {
	return runCommand(step.Cwd, step.Effect, append(slices.Clone(step.Argv), argv...)...)
}

func editorGo(s *health.Snapshot, folder health.Path) health.Value {
	if l, ok := s.Lookup(folder, "go", health.ForEditor); ok && l.Path != "" {
		return health.V(l.Path)
	}
	return health.V(health.Public("go"))
}

// installGopls is the intent to install gopls as golang.go does: the newest that this Go can build, without the
// variables that would bend the build (go-editor-facts §1.7). A variable with an empty value is taken out.
func installGopls(s *health.Snapshot, folder health.Path) health.Step {
	return installGoplsAt(s, folder, goplsFor(s.GoEnv(folder).Get("GOVERSION")))
}

// installGoplsAt is installGopls for a version that somebody wants.
func installGoplsAt(s *health.Snapshot, folder health.Path, version string) health.Step {
	target := health.Module("golang.org/x/tools/gopls@" + version)
	step := runCommand("", health.EffectRestartServer, editorGo(s, folder), health.V(health.Public("install")), health.V(target))
	step.Kind, step.Target.Key = health.StepInstall, "gopls"
	step.Env = []health.Variable{{Name: "GOTOOLCHAIN", Value: health.V(health.Public("auto"))}}
	for _, name := range []health.Public{"GOOS", "GOARCH", "GOROOT", "GOFLAGS", "GOENV", "GO111MODULE"} {
		step.Env = append(step.Env, health.Variable{Name: name, Value: health.Value{Class: health.Variables[name]}})
	}
	return step
}

// goplsFor is the last gopls that a Go release can build.
func goplsFor(goVersion string) string {
	switch lang := version.Lang(goVersion); {
	case lang == "":
		return "latest"
	case version.Compare(lang, "go1.19") < 0:
		return "v0.14.2"
	case version.Compare(lang, "go1.21") < 0:
		return "v0.15.3"
	}
	return "latest"
}

// restartServer is the intent to have the editor start its gopls anew.
func restartServer() health.Step {
	return health.Step{Kind: health.StepEditor, Title: message("step-restart", nil),
		Target: health.Target{Key: "go.languageserver.restart"}, Effect: health.EffectRestartServer}
}

// openFile is where a person opens a file: a manual step that names the line.
func openFile(title health.Message, file health.Path) health.Step {
	step := manual(title, health.EffectRestartServer)
	step.Target.File = file
	return step
}

// editLine is the intent to replace the text of one line of a file, if it still is what was seen.
func editLine(file health.Path, line int, before, after string) health.Step {
	return health.Step{
		Kind: health.StepEdit,
		Title: message("step-edit-line", health.Args{"file": health.V(file), "line": number(line),
			"text": health.V(health.Text(after))}),
		Target: health.Target{File: file},
		Before: health.DataOf(before),
		After:  health.DataOf(after),
		Effect: health.EffectRestartServer,
	}
}

// oneFix is a fix of its steps.
func oneFix(id health.FixID, risk health.Risk, title health.Message, steps ...health.Step) health.Fix {
	return health.Fix{ID: id, Title: title, Risk: risk, Steps: steps}
}

// relative is a path as people write it in go.work: ./svc or ../shared, with slashes on every system; the path itself if
// the two have no root in common.
func relative(system string, base, target health.Path) health.Path {
	from, to := segments(system, base), segments(system, target)
	same := 0
	for same < min(len(from), len(to)) && health.Same(system, from[same], to[same]) {
		same++
	}
	if same == 0 {
		return target
	}
	up := slices.Repeat([]string{".."}, len(from)-same)
	if len(up) == 0 {
		up = []string{"."}
	}
	return health.Path(strings.Join(append(up, to[same:]...), "/"))
}

func segments(system string, p health.Path) []string {
	clean := health.Clean(system, string(p))
	if health.Windows(system) {
		clean = strings.ReplaceAll(clean, `\`, "/")
	}
	return strings.Split(strings.TrimSuffix(clean, "/"), "/")
}
