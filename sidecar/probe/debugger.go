package probe

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// debuggerProbe fills DebugTrials: the debugger that golang.go would start is tried on a program made for the purpose, in
// private directories, and nothing is left running.
var debuggerProbe = &Probe{
	ID: health.ProbeDebugger,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeMachine, health.ProbeToolEnv, health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeGoEnv,
		health.ProbeGOENV, health.ProbeSettings},
	Tier:     health.TierDeep,
	Deadline: debugBuildDeadline + debugDeadline + 10*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		if ex.Request.Untrusted {
			return nil, errors.New("an untrusted folder does not say which programs to run")
		}
		var seen []health.DebugTrial
		known := map[[2]health.Path]health.DebugTrial{}
		for _, f := range ex.Snapshot.Folders {
			if f.State != health.FolderOK || !f.HasGo() {
				continue
			}
			l, _ := ex.Snapshot.Lookup(f.Path, "dlv", health.ForEditor)
			key := [2]health.Path{l.Path, goFor(ex, f.Path)}
			t, ok := known[key]
			if !ok && len(known) < trialsOfDebugger {
				t = tryDebugger(ctx, ex, f.Path, key[0], key[1])
				known[key] = t
			} else if !ok {
				continue
			}
			t.Folder = f.Path
			seen = append(seen, t)
		}
		return func(s *health.Snapshot, _ *Private) { s.DebugTrials = seen }, nil
	},
}

const (
	trialsOfDebugger   = 2
	debugBuildDeadline = 60 * time.Second // an empty build cache compiles the runtime
	debugDeadline      = 20 * time.Second
	debugWords         = 1 << 10
)

// debuggee is the program: pulse is stopped in, and reads the argument that main gave.
const (
	debuggeeMod  = "module debuggee\n\ngo 1.17\n"
	debuggeeCode = `package main

//go:noinline
func pulse(beat int) int {
	next := beat * 2
	return next
}

func main() { println(pulse(21)) }
`
	debuggeeFunction, debuggeeVariable, debuggeeValue = "main.pulse", "beat", "21"
)

func tryDebugger(ctx context.Context, ex *Examination, folder, dlv, goPath health.Path) health.DebugTrial {
	t := health.DebugTrial{Dlv: dlv, Go: goPath, Stage: health.DebugBuild}
	fail := func(fault health.DebugFault, words string) health.DebugTrial {
		t.Fault, t.Words = fault, health.Words(words, debugWords)
		return t
	}
	switch {
	case dlv == "":
		return fail(health.DebugNoDlv, "")
	case goPath == "":
		return fail(health.DebugNoBuild, "there is no go")
	}
	dir, release, err := scratch("debugger")
	if err != nil {
		return fail(health.DebugNotTried, err.Error())
	}
	defer release()
	env, why := debuggerEnviron(ex, folder, dir)
	if why != "" {
		return fail(health.DebugNotTried, why)
	}
	begun := ex.System.Now()
	ex.Progress("building a program to debug")
	program, words := buildDebuggee(ctx, ex, folder, string(goPath), dir)
	if words != "" {
		t.TookMs = ex.System.Now().Sub(begun).Milliseconds()
		return fail(health.DebugNoBuild, words)
	}
	ex.Progress("debugging it")
	s := debugSession{dlv: string(dlv), program: program, dir: dir, env: env}
	t.Stage, t.Fault, words = s.run(ctx)
	t.Words = health.Words(words, debugWords)
	t.TookMs = ex.System.Now().Sub(begun).Milliseconds()
	return t
}

// buildDebuggee builds the program as the folder's go would, offline. Only its own package is compiled without optimization:
// the standard library comes from the build cache.
func buildDebuggee(ctx context.Context, ex *Examination, folder health.Path, goPath, dir string) (program, words string) {
	for name, text := range map[string]string{"go.mod": debuggeeMod, "main.go": debuggeeCode} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return "", err.Error()
		}
	}
	system, values := ex.System.OS(), ex.Private.GoValues[folder]
	env, _ := offline(ex, values, toolEnviron(ex, folder))
	flags, _ := getenv(system, env, "GOFLAGS")
	if flags == "" {
		flags = values["GOFLAGS"]
	}
	set := map[string]string{"GOWORK": "off", "GO111MODULE": "on", "GOFLAGS": withoutModFlags(flags), "GOOS": values["GOHOSTOS"], "GOARCH": values["GOHOSTARCH"]}
	if release := values["GOVERSION"]; releaseName.MatchString(release) {
		set["GOTOOLCHAIN"] = release // the folder's own, which is here already
	}
	for name, value := range set {
		env = setenv(system, env, name, value)
	}
	program = filepath.Join(dir, "debuggee"+suffix(system))
	result, err := ex.System.Run(ctx, child.Command{Path: goPath, Dir: dir, Env: env, Deadline: debugBuildDeadline, LowPriority: true, OutputLimit: 64 << 10,
		Args: []string{"build", "-buildvcs=false", "-gcflags=-N -l", "-o", program, "."}})
	if err == nil {
		err = result.Err()
	}
	if err != nil {
		return "", err.Error() + "\n" + string(result.Stderr)
	}
	return program, ""
}

var releaseName = regexp.MustCompile(`^go1\.\d+(\.\d+|rc\d+|beta\d+)?$`)

// withoutModFlags drops what speaks of another module than the program's.
func withoutModFlags(flags string) string {
	var out []string
	for _, f := range splitFlags(flags) {
		name := strings.TrimPrefix(f, "-")
		if !strings.HasPrefix(name, "-mod=") && !strings.HasPrefix(name, "mod=") && !strings.HasPrefix(name, "-modfile=") && !strings.HasPrefix(name, "modfile=") &&
			!strings.HasPrefix(name, "overlay=") {
			out = append(out, f)
		}
	}
	return joinFlags(out)
}

// debuggerEnviron is what golang.go would give dlv, but for the place of its configuration. A dlv makes one where there is none,
// and moves the one of older versions (~/.dlv) to where XDG_CONFIG_HOME points: both would change what is the user's. So it
// gets a private place where there is no old one; where there is, it is left alone if it only has to be read, and else not
// tried. Source: Delve's pkg/config.
func debuggerEnviron(ex *Examination, folder health.Path, dir string) (env []string, why string) {
	system := ex.System.OS()
	env = toolEnviron(ex, folder)
	home := string(ex.Snapshot.System.Home)
	old := health.Join(system, home, ".dlv")
	if _, err := ex.System.Lstat(old); err == nil && home != "" {
		xdg, _ := getenv(system, env, "XDG_CONFIG_HOME")
		if _, err := ex.System.Stat(health.Join(system, old, "config.yml")); system == "linux" || xdg != "" || err != nil {
			return nil, "Delve would move or complete its configuration in " + old
		}
		return env, ""
	}
	return setenv(system, env, "XDG_CONFIG_HOME", dir), ""
}
