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

// loginShellProbe fills LoginShell. It runs the user's start-up files, so nobody is asked in the background, and never in a
// workspace folder, where direnv and its kin would run what the folder holds. It has its own three seconds beside everything,
// three more where it contradicts the editor, and each time a moment to end.
var loginShellProbe = &Probe{
	ID:       health.ProbeLoginShell,
	Needs:    []health.ProbeID{health.ProbeMachine},
	Tier:     health.TierStandard,
	Deadline: 2*(shellDeadline+shellGrace) + 3*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen := askShell(ctx, ex)
		return func(s *health.Snapshot, _ *Private) { s.LoginShell = seen }, nil
	},
}

const (
	shellDeadline = 3 * time.Second
	// shellGrace is for start-up files that hold a lock, as those of pyenv do while it makes its shims: a shell that was killed
	// at once left the lock behind, and every new terminal then waited 60 seconds for it.
	// Together with the hard end it stays below graceAfterDeadline.
	shellGrace = 1500 * time.Millisecond
	shellLimit = 4 << 20
)

func askShell(ctx context.Context, ex *Examination) health.LoginShell {
	system := ex.System.OS()
	// SHELL, ENV and ZDOTDIR may come from a .envrc of the folder: in an untrusted one they could name what is in it.
	if ex.Request.Background || ex.Request.Untrusted || ex.Request.NoLoginShell || health.Windows(system) {
		return health.LoginShell{State: health.ShellNotAsked}
	}
	shell, _ := getenv(system, ex.Private.Environ, "SHELL")
	if shell == "" || strings.HasSuffix(shell, "/false") || strings.HasSuffix(shell, "/nologin") {
		shell = "/bin/sh" // what the editor takes
		if system == "darwin" {
			shell = "/bin/zsh"
		}
	}
	out := health.LoginShell{Shell: health.Path(shell)}
	dialect, known := dialectOf(shell)
	switch {
	case !health.IsAbs(system, shell):
		out.State, out.Reason = health.ShellUnknown, "SHELL is not an absolute path"
		return out
	case !known:
		out.State = health.ShellUnknown
		return out
	}
	self, mark, err := printer()
	if err != nil {
		out.State, out.Reason = health.ShellFailed, health.Words(err.Error(), stderrKept)
		return out
	}
	r, err := ex.System.Run(ctx, child.Command{
		Path: shell, Args: dialect(self, mark), Dir: shellDir(ex), Env: shellEnviron(ex, shell), Deadline: shellDeadline, Grace: shellGrace,
		OutputLimit: shellLimit,
	})
	out.TookMs = r.Took.Milliseconds()
	if err != nil {
		out.State, out.Reason = health.ShellFailed, health.Words(err.Error(), stderrKept)
		if errors.Is(err, fs.ErrNotExist) {
			out.State = health.ShellMissing
		}
		return out
	}
	readShell(ex, r, mark, &out)
	if given := contradictions(ex, out.Variables); len(given) > 0 {
		out.Kept = askAgain(ctx, ex, shell, dialect, given)
	}
	return out
}

// contradictions are the entries of the editor's environment that a shell sets to something else.
func contradictions(ex *Examination, shell []health.Variable) []string {
	system := ex.System.OS()
	editor, _ := variablesOf(system, ex.Private.Environ, func(string) health.Source { return health.Source{} })
	var out []string
	for _, v := range shell {
		now, there := health.Find(editor, v.Name)
		if health.Personal(v.Name) || !there || now.Value.Empty() || v.Value.Empty() || v.Name == "PATH" || now.Value.Text == v.Value.Text {
			continue
		}
		value, _ := getenv(system, ex.Private.Environ, string(v.Name))
		out = append(out, string(v.Name)+"="+value)
	}
	return out
}

// askAgain starts the shell with some of the editor's values and returns what it makes of them; nothing if it fails.
func askAgain(ctx context.Context, ex *Examination, shell string, words dialect, given []string) []health.Variable {
	self, mark, err := printer()
	if err != nil {
		return nil
	}
	r, err := ex.System.Run(ctx, child.Command{Path: shell, Args: words(self, mark), Dir: shellDir(ex),
		Env: append(shellEnviron(ex, shell), given...), Deadline: shellDeadline, Grace: shellGrace, OutputLimit: shellLimit})
	if err != nil {
		return nil
	}
	env, _, ok := betweenMarks(string(r.Stdout), mark)
	if !ok {
		return nil
	}
	all, _ := variablesOf(ex.System.OS(), env, func(name string) health.Source {
		return health.Source{Kind: health.FromShell, Name: health.Public(name), File: health.Path(shell)}
	})
	return slices.DeleteFunc(all, func(v health.Variable) bool {
		return !slices.ContainsFunc(given, func(entry string) bool { return named(ex.System.OS(), entry, string(v.Name)) })
	})
}

// readShell accepts an answer between its two marks, whatever the exit status and whatever stands around it.
func readShell(ex *Examination, r child.Result, mark string, out *health.LoginShell) {
	env, noise, ok := betweenMarks(string(r.Stdout), mark)
	if !ok {
		out.State, out.Reason = health.ShellFailed, health.Words(string(r.Stderr), stderrKept)
		switch {
		case r.TimedOut:
			out.State = health.ShellLate
		case r.Flooded:
			out.State = health.ShellFloods
		}
		return
	}
	out.State, out.Noise = health.ShellOK, noise
	source := func(name string) health.Source {
		return health.Source{Kind: health.FromShell, Name: health.Public(name), File: out.Shell}
	}
	out.Variables, out.Hidden = variablesOf(ex.System.OS(), env, source)
	path, _ := getenv(ex.System.OS(), env, "PATH")
	for _, tool := range []string{"go", "gopls", "dlv"} {
		found := health.ShellTool{Tool: health.Public(tool), Path: searchPath(ex.System, tool, health.ForTerminal, path, source("PATH")).Path}
		if found.Path != "" {
			b := identify(ex.System, string(found.Path))
			found.Binary = &b
		}
		out.Tools = append(out.Tools, found)
	}
}

// shellDir is where the shell starts: the home directory, and never a workspace folder.
func shellDir(ex *Examination) string {
	home := string(ex.Snapshot.System.Home)
	if info, err := ex.System.Stat(home); err == nil && info.IsDir() {
		return home
	}
	return "/"
}

// shellEnviron is what a fresh login starts from. With the editor's own environment PATH would be doubled, and what the
// editor inherited would look as if the shell had set it.
func shellEnviron(ex *Examination, shell string) []string {
	system, home := ex.System.OS(), string(ex.Snapshot.System.Home)
	user := string(ex.Snapshot.System.User)
	env := []string{
		"HOME=" + home, "USER=" + user, "LOGNAME=" + user, "SHELL=" + shell, "PATH=/usr/bin:/bin:/usr/sbin:/sbin", "TERM=dumb",
		// What the editor sets when it does the same: start-up files may heed it.
		"VSCODE_RESOLVING_ENVIRONMENT=1",
	}
	for _, name := range []string{"TMPDIR", "LANG", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "ZDOTDIR"} {
		if value, ok := getenv(system, ex.Private.Environ, name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}
