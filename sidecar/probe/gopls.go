package probe

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// goplsProbe fills Gopls. The binary tells its version without being run. It is run only where its own word is needed: to
// parse the user's flags, if there are any, and to list its settings, if the user sets some.
var goplsProbe = &Probe{
	ID:       health.ProbeGopls,
	Needs:    []health.ProbeID{health.ProbeToolLookup, health.ProbeBinaries, health.ProbeSettings, health.ProbeToolEnv, health.ProbeFolders},
	Tier:     health.TierStandard,
	Deadline: 2*goDeadline + 2*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen, err := lookAtGopls(ctx, ex)
		if err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Gopls = seen }, nil
	},
}

// lookAtGopls looks at the gopls of the first folder: golang.go runs one for all.
func lookAtGopls(ctx context.Context, ex *Examination) (health.Gopls, error) {
	folder := foldersOf(ex)[0]
	var out health.Gopls
	lookup, ok := ex.Snapshot.Lookup(folder, "gopls", health.ForEditor)
	flags := serverFlags(ex, folder)
	for _, flag := range flags {
		out.Flags = append(out.Flags, health.Public(health.CleanFlag(flag)))
	}
	if !ok || lookup.Path == "" {
		return out, nil
	}
	out.Path = lookup.Path
	binary, known := ex.Snapshot.Binary(lookup.Path)
	if known && binary.Build != nil {
		out.Version, out.BuiltBy = binary.Build.Version, binary.Build.GoVersion
	}
	if ex.Request.Untrusted && insideFolders(ex, string(out.Path)) {
		return out, nil // nothing of an untrusted folder is run
	}
	dir, release, err := scratch("gopls")
	if err != nil {
		return out, err
	}
	defer release()
	run := goplsRunner{ctx: ctx, ex: ex, path: string(out.Path), dir: dir, env: toolEnviron(ex, folder)}
	if len(flags) > 0 {
		run.tryFlags(flags, &out)
		lookAtLog(ex.System, flags, &out)
	}
	if slices.ContainsFunc(ex.Snapshot.Settings, func(s health.Setting) bool { return s.Key == "gopls" }) {
		out.Schema, out.SchemaError = run.schema(binary)
	}
	return out, nil
}

// serverFlags are the strings of go.languageServerFlags; other items of the list golang.go could not pass on.
func serverFlags(ex *Examination, folder health.Path) []string {
	list, _ := effectiveFor(ex, folder).whole["go.languageServerFlags"].Raw.([]any)
	var out []string
	for _, item := range list {
		if flag, ok := item.(string); ok {
			out = append(out, flag)
		}
	}
	return out
}

// goplsRunner runs gopls in a private empty directory.
type goplsRunner struct {
	ctx  context.Context
	ex   *Examination
	path string
	dir  string
	env  []string
}

func (r goplsRunner) run(limit int, args ...string) (child.Result, error) {
	return r.ex.System.Run(r.ctx, child.Command{
		Path: r.path, Args: args, Dir: r.dir, Env: r.env, Deadline: goDeadline, OutputLimit: limit,
	})
}

// tryFlags lets gopls parse the flags before the command version, which starts no server, opens no port and no log file
// (tried with v0.23.0). A server that was asked for by name says that it takes no arguments: then too the flags are good.
func (r goplsRunner) tryFlags(flags []string, out *health.Gopls) {
	result, err := r.run(64<<10, append(withoutProfiles(flags), "version")...)
	out.FlagsTried = true
	if err != nil {
		out.FlagsExit, out.FlagsError = -1, health.Words(err.Error(), stderrKept)
		return
	}
	words := string(result.Stderr)
	switch {
	case strings.HasPrefix(words, "gopls: server does not take arguments, got [version]"):
	case result.Err() != nil:
		out.FlagsExit, out.FlagsError = result.ExitCode, health.Words(words, stderrKept)
		if out.FlagsError == "" {
			out.FlagsError = health.Words(result.Err().Error(), stderrKept)
		}
	case len(result.Stdout) == 0: // the last flag took the command for its value
		last := health.CleanFlag(flags[len(flags)-1])
		out.FlagsExit, out.FlagsError = 2, health.Words("flag needs an argument: "+last, stderrKept)
	}
}

// withoutProfiles empties the flags that name a profile: gopls writes one even for the command version.
func withoutProfiles(flags []string) []string {
	var out []string
	for i := 0; i < len(flags); i++ {
		name, _, hasValue := strings.Cut(flags[i], "=")
		if !strings.HasPrefix(strings.TrimLeft(name, "-"), "profile.") || !strings.HasPrefix(name, "-") {
			out = append(out, flags[i])
			continue
		}
		out = append(out, name+"=")
		if !hasValue {
			i++
		}
	}
	return out
}

// lookAtLog looks whether the log file could be created, without creating it.
func lookAtLog(system System, flags []string, out *health.Gopls) {
	file := ""
	for i, flag := range flags {
		name, value, hasValue := strings.Cut(flag, "=")
		if name != "-logfile" && name != "--logfile" {
			continue
		}
		file = value
		if !hasValue && i+1 < len(flags) {
			file = flags[i+1]
		}
	}
	if file == "" || file == "auto" || !health.IsAbs(system.OS(), file) {
		return // auto goes to the temporary directory; a relative one depends on where the server is started
	}
	out.LogFile = health.Path(file)
	info, err := system.Stat(file)
	if err == nil && info.IsDir() {
		out.LogFileError = "is a directory"
		return
	}
	dir := health.Dir(system.OS(), file)
	writable, err := system.Writable(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.LogFileError = health.Words("directory "+dir+" does not exist", stderrKept)
	case err != nil:
		out.LogFileError = health.Words(err.Error(), stderrKept)
	case !writable:
		out.LogFileError = health.Words("directory "+dir+" cannot be written to", stderrKept)
	}
}
