package probe

import (
	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// maxUses bounds the use lines of one go.work file.
const maxUses = 300

// lookAtWork finds the go.work file of a folder as go does: GOWORK if it names one, else the nearest above. One that GOWORK
// or GO111MODULE switched off is found all the same and marked. nil if there is none.
func lookAtWork(ex *Examination, folder health.Path) *health.Workspace {
	system := ex.System.OS()
	gowork, off := inForce(ex, folder, "GOWORK")
	var out *health.Workspace
	switch value := gowork.Value.Text; {
	case value != "" && value != "auto" && value != "off":
		if !health.IsAbs(system, value) {
			return &health.Workspace{File: health.Path(value), State: health.FileInvalid, Source: gowork.Source,
				Problems: []health.Problem{{Message: "invalid GOWORK: not an absolute path"}}}
		}
		out = readGoWork(ex.System, value)
		out.Source = gowork.Source
	default:
		file := workAbove(ex.System, string(folder))
		if file == "" {
			return nil
		}
		out = readGoWork(ex.System, file)
		out.Source = health.Source{Kind: health.FromFile, File: out.File}
		if off && value == "off" {
			out.Off, out.Source = true, gowork.Source
		}
	}
	if modules, ok := inForce(ex, folder, "GO111MODULE"); ok && modules.Value.Text == "off" {
		out.Off, out.Source = true, modules.Source
	}
	return out
}

// inForce is the value of a variable that go would use in a folder, without asking go.
func inForce(ex *Examination, folder health.Path, name health.Public) (health.Variable, bool) {
	if v, ok := ex.Snapshot.ToolVariable(folder, name); ok && !v.Value.Empty() {
		return v, true
	}
	if v, ok := health.Find(ex.Snapshot.GOENV.Variables, name); ok && !v.Value.Empty() {
		return v, true
	}
	return health.Variable{}, false
}

func workAbove(system System, folder string) string {
	name := system.OS()
	for dir := health.Clean(name, folder); ; {
		file := health.Join(name, dir, "go.work")
		if info, err := system.Stat(file); err == nil && !info.IsDir() {
			return file
		}
		up := health.Dir(name, dir)
		if up == dir || up == "." {
			return ""
		}
		dir = up
	}
}

func readGoWork(system System, file string) *health.Workspace {
	name := system.OS()
	dir := health.Dir(name, file)
	out := &health.Workspace{File: health.Path(file), Vendor: readVendor(system, health.Join(name, dir, "vendor"))}
	data, err := system.ReadFile(file, maxFile)
	if err != nil {
		var text health.Text
		if out.State, text = fileState(err); text != "" {
			out.Problems = []health.Problem{{Message: text}}
		}
		return out
	}
	parseGoWork(name, dir, data, out)
	checkReplaces(system, out.Replaces)
	for i := range out.Uses {
		describeUse(system, &out.Uses[i])
	}
	return out
}

// parseGoWork fills in what the text of a go.work says.
func parseGoWork(system, dir string, data []byte, out *health.Workspace) {
	out.State = health.FileOK
	f, err := modfile.ParseWork("", data, nil)
	if err != nil {
		out.State, out.Problems = health.FileInvalid, problemsOf(err)
		return
	}
	out.Go, out.GoLine = goLine(f.Go)
	out.UsesCut = max(len(f.Use)-maxUses, 0)
	for _, u := range f.Use[:min(len(f.Use), maxUses)] {
		use := health.Use{Dir: health.Path(health.Join(system, dir, u.Path)), Line: lineAt(u.Syntax), Written: health.Path(u.Path)}
		if health.IsAbs(system, u.Path) {
			use.Dir = health.Path(health.Clean(system, u.Path))
		}
		out.Uses = append(out.Uses, use)
	}
	out.Replaces = replacesOf(system, dir, f.Replace)
}

// describeUse says what stands in a directory that a go.work uses. Exists means that it has a go.mod: without one go
// refuses the whole workspace.
func describeUse(system System, use *health.Use) {
	data, err := system.ReadFile(health.Join(system.OS(), string(use.Dir), "go.mod"), maxFile)
	if err != nil {
		state, _ := fileState(err)
		use.Exists = state != health.FileMissing
		return
	}
	use.Exists = true
	if f, err := modfile.ParseLax("", data, nil); err == nil {
		if f.Module != nil {
			use.Module = health.Module(f.Module.Mod.Path)
		}
		use.Go, _ = goLine(f.Go)
	}
}
