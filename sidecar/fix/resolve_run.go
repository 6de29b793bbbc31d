package fix

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// command plans a program: its absolute path, its environment, and the files that it may change.
func (r *resolver) command(step *Step) error {
	c, err := r.program(step.Intent)
	if err != nil {
		return err
	}
	step.Command = c
	switch base(c.Argv[0], r.System) {
	case "go":
		err = r.moduleRoots(step)
	case "chmod":
		err = r.argumentRoots(step)
	default:
		step.Lasting = true // what it changes outside is beyond us
		err = r.argumentRoots(step)
	}
	if err != nil {
		return err
	}
	return r.expect(step)
}

// base is the name of a program without its suffix.
func base(path, system string) string {
	name := filepath.Base(path)
	if health.Windows(system) {
		name = strings.TrimSuffix(strings.ToLower(name), ".exe")
	}
	return name
}

// program makes the command of an intent. A variable with an empty value is taken out of the environment.
func (r *resolver) program(intent health.Step) (*Command, error) {
	c := &Command{Dir: string(intent.Cwd), environ: slices.Clone(r.Env)}
	for _, a := range intent.Argv {
		if a.Redacted() {
			return nil, fault(Unsupported, "", "an argument of the command was hidden, because it may be a secret")
		}
		c.Argv = append(c.Argv, a.Text)
	}
	if len(c.Argv) == 0 || c.Argv[0] == "" {
		return nil, fault(Unsupported, "", "the fix names no program")
	}
	if !filepath.IsAbs(c.Argv[0]) {
		found := r.Look(c.Argv[0])
		if !filepath.IsAbs(found) {
			return nil, fault(Unsupported, "", "%s was not found", c.Argv[0])
		}
		c.Argv[0] = found
	}
	if c.Dir == "" {
		c.Dir = r.Home
	}
	info, err := r.files.Lstat(c.Dir)
	if err != nil || !info.Mode.IsDir() && !r.isDir(c.Dir) || !filepath.IsAbs(c.Dir) {
		return nil, fault(Changed, c.Dir, "is no directory to run %s in", filepath.Base(c.Argv[0]))
	}
	for _, v := range intent.Env {
		name, value := string(v.Name), v.Value.Text
		if len(v.Value.Items) > 0 {
			value = strings.Join(v.Value.Items, health.ListSeparator(r.System))
		}
		if v.Value.Redacted() {
			return nil, fault(Unsupported, "", "the value of %s was hidden, because it may be a secret", name)
		}
		c.environ = without(r.System, c.environ, name)
		if value != "" {
			c.environ = append(c.environ, name+"="+value)
		}
		c.Env = append(c.Env, EnvChange{Name: name, Value: value, Remove: value == ""})
	}
	return c, nil
}

func (r *resolver) isDir(path string) bool {
	real, err := r.files.Real(path)
	if err != nil {
		return false
	}
	info, err := r.files.Lstat(real)
	return err == nil && info.Mode.IsDir()
}

func without(system string, env []string, name string) []string {
	return slices.DeleteFunc(env, func(entry string) bool {
		key, _, _ := strings.Cut(entry, "=")
		return key == name || health.Windows(system) && strings.EqualFold(key, name)
	})
}

func (r *resolver) getenv(name string) string {
	for _, entry := range slices.Backward(r.Env) {
		key, value, _ := strings.Cut(entry, "=")
		if key == name || health.Windows(r.System) && strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// addRoot saves a file, or a whole directory, before the command. A file is saved where it really is: go writes through links.
func (r *resolver) addRoot(step *Step, path string, tree bool) error {
	real := path
	if !tree {
		p, err := r.where(path)
		if err != nil {
			return err
		}
		real = p.real
		for _, dir := range p.made {
			if !slices.Contains(step.made, dir) {
				step.made = append(step.made, dir)
			}
		}
	}
	if !slices.ContainsFunc(step.roots, func(root Root) bool { return root.Path == real }) {
		step.roots = append(step.roots, Root{real, tree})
		step.Saves = append(step.Saves, real)
	}
	return nil
}

// argumentRoots are the files that the arguments name.
func (r *resolver) argumentRoots(step *Step) error {
	for _, a := range step.Command.Argv[1:] {
		if !filepath.IsAbs(a) || filepath.Clean(a) != a {
			continue
		}
		if item, err := look(r.files, a); err == nil && (item.Kind == Regular || item.Kind == Link) {
			if err := r.addRoot(step, a, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// expect notes what stands at the roots, for the comparison when the step's turn comes.
func (r *resolver) expect(step *Step) error {
	for _, root := range step.roots {
		if _, changed := r.planned[root.Path]; !root.Tree && !changed {
			item, err := look(r.files, root.Path)
			if err != nil {
				return err
			}
			step.expect = append(step.expect, item)
		}
		r.roots = append(r.roots, root.Path)
	}
	return nil
}

// askPatience bounds a question to go while a plan is made.
const askPatience = 20 * time.Second

// ask runs go for an answer; ok is false if it gave none.
func (r *resolver) ask(program, dir string, env []string, args ...string) (answer string, ok bool) {
	ctx, cancel := context.WithTimeout(r.ctx, askPatience)
	defer cancel()
	result, err := r.Ask(ctx, child.Command{Path: program, Args: args, Dir: dir, Env: env, Deadline: askPatience})
	if err != nil || result.Err() != nil {
		return "", false
	}
	return strings.TrimRight(string(result.Stdout), "\r\n"), true
}
