package probe

import (
	"context"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// cgoNamed is how many packages are asked for by name; of more, go is asked for all that there are: Windows takes 32 kB of
// arguments.
const cgoNamed = 200

// compiled adds to a list what go says when it processes the packages that need a C compiler.
func (s *surroundings) compiled(ctx context.Context, ex *Examination, command child.Command, out health.GoList, listed []listedPackage) health.GoList {
	which := cgoArguments(listed)
	if len(which) == 0 || out.Failed != "" && out.Failed != health.GoExit {
		return out
	}
	command.Args = append(slices.Clone(command.Args), "-compiled", "-json=ImportPath,Error")
	command.Args = append(command.Args, which...)
	result, err := ex.System.Run(ctx, command)
	if cutShort(ctx, command, result, err) {
		return notListed(out.Folder)
	}
	more, packages := makeList(health.GoList{Folder: out.Folder, Exit: -1}, result, err, s.meant)
	out.TookMs += more.TookMs
	if out.Failed == "" && more.Failed != "" {
		out.Failed, out.Exit, out.Stderr = more.Failed, more.Exit, more.Stderr
	}
	addErrors(&out, packages, s.meant)
	return out
}

// cgoArguments name the listed packages that go runs the C compiler for. A package outside every module has no path that can
// be asked for.
func cgoArguments(packages []listedPackage) []string {
	var paths []string
	for _, p := range packages {
		path := packagePath(p.ImportPath)
		if len(p.CgoFiles)+len(p.SwigFiles)+len(p.SwigCXXFiles) == 0 || slices.Contains(paths, path) {
			continue
		}
		if path == "command-line-arguments" || strings.HasPrefix(path, "_") || len(paths) == cgoNamed {
			return []string{"-deps", "-test", "./...", "builtin"}
		}
		paths = append(paths, path)
	}
	if len(paths) == 0 {
		return nil
	}
	return append([]string{"--"}, paths...)
}
