package fix

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// moduleRoots are the files that the go command may write: go.mod and go.sum of the module, go.work and go.work.sum with the
// modules of the workspace, what its arguments name, and the vendor directory if it is asked to make one.
func (r *resolver) moduleRoots(step *Step) error {
	c := step.Command
	var paths []string
	module := r.upward(c.Dir, "go.mod")
	if slices.Contains(c.Argv, "mod") && slices.Contains(c.Argv, "init") {
		module = filepath.Join(c.Dir, "go.mod") // made there, whatever lies above
	}
	if module != "" {
		paths = append(paths, module, sumFile(module))
	}
	work := r.workFile(c.Dir)
	vendor := filepath.Join(filepath.Dir(module), "vendor")
	if work != "" {
		paths = append(append(paths, work, sumFile(work)), r.used(work)...)
	} else if slices.Contains(c.Argv, "work") {
		made := filepath.Join(c.Dir, "go.work") // go work init
		paths = append(paths, made, sumFile(made))
	}
	if slices.Contains(c.Argv, "work") && work != "" {
		vendor = filepath.Join(filepath.Dir(work), "vendor")
	}
	for _, path := range paths {
		if err := r.addRoot(step, path, false); err != nil {
			return err
		}
	}
	if slices.Contains(c.Argv, "vendor") && (module != "" || work != "") {
		if at := slices.Index(c.Argv, "-o"); at >= 0 && at+1 < len(c.Argv) {
			vendor = absolute(c.Dir, c.Argv[at+1])
		}
		if err := r.addRoot(step, vendor, true); err != nil {
			return err
		}
	}
	return r.argumentRoots(step)
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// sumFile is go.sum of go.mod and go.work.sum of go.work.
func sumFile(file string) string {
	if filepath.Base(file) == "go.mod" {
		return filepath.Join(filepath.Dir(file), "go.sum")
	}
	return file + ".sum"
}

// upward is the file of a name in a directory or in the nearest above; empty if there is none.
func (r *resolver) upward(dir, name string) string {
	for {
		path := filepath.Join(dir, name)
		if item, err := r.files.Lstat(path); err == nil && !item.Mode.IsDir() {
			return path
		}
		if filepath.Dir(dir) == dir {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// workFile is the go.work that counts in a directory.
func (r *resolver) workFile(dir string) string {
	switch named := r.getenv("GOWORK"); {
	case named == "off":
		return ""
	case filepath.IsAbs(named):
		return filepath.Clean(named)
	}
	return r.upward(dir, "go.work")
}

// used are go.mod and go.sum of the modules of a workspace; those outside of the workspace's folders too, because go writes
// there as well.
func (r *resolver) used(work string) (out []string) {
	data, err := r.files.ReadFile(work, maxEdited)
	if err != nil {
		return nil
	}
	parsed, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return nil // go will refuse it too, unless it is go work edit, which writes go.work alone
	}
	for _, use := range parsed.Use {
		file := filepath.Join(absolute(filepath.Dir(work), filepath.FromSlash(use.Path)), "go.mod")
		if info, err := r.files.Lstat(file); err == nil && !info.Mode.IsDir() {
			out = append(out, file, sumFile(file))
		}
	}
	return out
}

// goenv plans a change of the file that go env -w writes, by go itself. Where that file keeps go from running at all, or go
// would write another one, its line is changed by us.
func (r *resolver) goenv(step *Step) error {
	intent := step.Intent
	path, name := string(intent.Target.File), string(intent.Target.Key)
	after, _ := intent.After.String()
	if path == "" {
		return fault(Unsupported, "", "there is no file that go env -w could write")
	}
	if strings.Contains(after, "(hidden)") {
		return fault(Unsupported, path, "the value of %s was hidden, because it may be a secret", name)
	}
	change := func(old []byte) ([]byte, error) { return editGOENV(old, intent, r.System) }
	line := *step
	if err := r.file(&line, path, change); err != nil {
		return err
	}
	goPath := r.Look("go")
	written, answers := "", false
	if filepath.IsAbs(goPath) && filepath.IsAbs(r.Home) {
		written, answers = r.ask(goPath, r.Home, r.Env, "env", "GOENV")
	}
	if !answers || !health.Same(r.System, written, path) {
		*step = line
		return nil
	}
	delete(r.planned, line.File)
	args := []string{goPath, "env", "-w", name + "=" + after}
	if after == "" {
		args = []string{goPath, "env", "-u", name}
	}
	step.Command = &Command{Argv: args, Dir: r.Home, environ: slices.Clone(r.Env)}
	step.LinkedFrom, step.Diff, step.old, step.after = line.LinkedFrom, line.Diff, line.old, line.after
	if err := r.addRoot(step, path, false); err != nil {
		return err
	}
	return r.expect(step)
}

// install plans go install of a tool. Its former executable is saved, so that it can be put back.
func (r *resolver) install(step *Step) error {
	c, err := r.program(step.Intent)
	if err != nil {
		return err
	}
	step.Command = c
	answer, ok := r.ask(c.Argv[0], c.Dir, c.environ, "env", "GOBIN", "GOPATH", "GOOS", "GOARCH", "GOHOSTOS", "GOHOSTARCH")
	values := strings.Split(answer, "\n")
	if !ok || len(values) != 6 {
		return fault(Failed, c.Argv[0], "does not say where it installs programs")
	}
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	dir := values[0]
	if dir == "" {
		paths := health.SplitList(r.System, values[1])
		if len(paths) == 0 {
			return fault(Failed, c.Argv[0], "does not say where it installs programs")
		}
		dir = filepath.Join(paths[0], "bin")
		if values[2] != values[4] || values[3] != values[5] {
			dir = filepath.Join(dir, values[2]+"_"+values[3])
		}
	}
	name := string(step.Intent.Target.Key)
	if health.Windows(values[2]) {
		name += ".exe"
	}
	if err := r.toolRoot(step, filepath.Join(dir, name)); err != nil {
		return err
	}
	return r.expect(step)
}
