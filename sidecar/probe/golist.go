package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// goListProbe asks the go command itself about folders that the probe pulse did not list beside the server, and in which the
// server did not hold. gopls rewrites the go command's errors: its one sentence "no required module provides package" has
// nine causes (reference broken-states §2).
var goListProbe = &Probe{
	ID:       health.ProbeGoList,
	Needs:    []health.ProbeID{health.ProbePulse, health.ProbeGoEnv, health.ProbeToolEnv, health.ProbeFolders, health.ProbeSettings},
	Tier:     health.TierStandard,
	Deadline: listDeadline + 5*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		lists := listFolders(ctx, ex)
		return func(s *health.Snapshot, _ *Private) { s.Lists = lists }, nil
	},
}

const (
	listDeadline = 30 * time.Second
	listRest     = 4 * time.Second // at least for the packages with cgo files; the probe ends a second later
	listOutput   = 16 << 20        // 100 bytes a package
	listErrors   = 50
	listStderr   = 4 << 10
	listGarbage  = "400"
	listMemory   = "1GiB" // from here on garbage is collected more often again
)

// listFolders keeps what the probe pulse listed already.
func listFolders(ctx context.Context, ex *Examination) []health.GoList {
	kept := slices.Clone(ex.Snapshot.Lists)
	var open []health.Folder
	for _, f := range ex.Snapshot.Folders {
		has := slices.ContainsFunc(kept, func(l health.GoList) bool { return l.Folder == f.Path })
		if !has && wantsList(ex, f) {
			open = append(open, f)
		}
	}
	fresh := make([]health.GoList, len(open))
	each(len(open), pulseParallel, func(i int) { fresh[i] = listOf(ctx, ex, open[i].Path, false) })
	return append(kept, fresh...)
}

// listOf lists a folder in surroundings of its own; beside a server it yields to that, and may be cut.
func listOf(ctx context.Context, ex *Examination, folder health.Path, beside bool) health.GoList {
	s := surroundingsOf(ex, folder)
	defer s.release()
	if err := s.avoidRelease(ex); err != nil {
		return health.GoList{Folder: folder, Failed: health.GoNotAsked, Exit: -1, Stderr: health.Words(err.Error(), listStderr)}
	}
	if beside {
		s.withPrivateTemp(ex) // go would leave there what it had
	}
	return s.list(ctx, ex, beside)
}

// wantsList reports a folder that may be listed and whose rung 1 was tried and did not hold.
func wantsList(ex *Examination, f health.Folder) bool {
	if ex.Request.Untrusted || f.State != health.FolderOK || !f.HasGo() {
		return false
	}
	for _, l := range ex.Snapshot.Ladders {
		if r, ok := l.Rung(1); ok && l.Folder == f.Path {
			state := r.Judge()
			return state == health.RungFails || state == health.RungUnclear
		}
	}
	return false
}

// list runs what gopls runs to load a workspace, in two steps: all packages, and then, with -compiled, those with cgo files.
// -compiled makes go process these, which is what fails without a C compiler; asked of all packages at once it makes go look up
// each in the build cache too, which takes half as long again.
func (s *surroundings) list(ctx context.Context, ex *Examination, beside bool) health.GoList {
	out := health.GoList{Folder: s.folder, Exit: -1}
	path := goFor(ex, s.folder)
	if path == "" {
		out.Failed = health.GoNotFound
		return out
	}
	command := child.Command{
		Path: string(path), Args: []string{"list", "-e"}, Dir: string(s.folder), Deadline: listDeadline,
		OutputLimit: listOutput, LowPriority: ex.Request.Background, Lowest: beside,
	}
	command.Args = append(command.Args, s.listFlags(ex)...) // may change the surroundings
	command.Env = sparing(s.system, s.likeGopls(ex), beside, runtime.NumCPU())
	all := command
	all.Args = append(slices.Clone(command.Args), "-deps", "-test", "-json=ImportPath,Error,CgoFiles,SwigFiles,SwigCXXFiles", "./...", "builtin")
	result, err := ex.System.Run(ctx, all)
	if cutShort(ctx, all, result, err) {
		return notListed(s.folder)
	}
	out, packages := makeList(out, result, err, s.meant)
	command.Deadline = max(listDeadline-result.Took, listRest)
	return s.compiled(ctx, ex, command, out, packages)
}

// cutShort reports a command that ended with the examination and not by itself or at its own deadline.
func cutShort(ctx context.Context, command child.Command, result child.Result, err error) bool {
	return ctx.Err() != nil && err == nil && result.Took < command.Deadline
}

func notListed(folder health.Path) health.GoList {
	return health.GoList{Folder: folder, Exit: -1, Failed: health.GoNotAsked, Stderr: "the examination had to end before go answered"}
}

// likeGopls is the environment in which gopls lists packages: it reads an unset GO111MODULE as auto, so that files outside
// every module are listed too, where go itself would refuse.
func (s *surroundings) likeGopls(ex *Examination) []string {
	env := s.goEnviron()
	if s.own(ex, "GO111MODULE") == "" {
		env = setenv(s.system, env, "GO111MODULE", "auto")
	}
	return env
}

// sparing lets a short-lived go command collect garbage less often, which costs it a fifth of its time, and beside a load
// leave that half of the processors. What go prints depends on none of these, and what the user set stays.
func sparing(system string, env []string, beside bool, processors int) []string {
	set := func(name, value string) {
		if !inEnv(system, env, name) {
			env = setenv(system, env, name, value)
		}
	}
	if !inEnv(system, env, "GOGC") {
		set("GOMEMLIMIT", listMemory)
		set("GOGC", listGarbage)
	}
	if beside && processors >= listProcessors {
		set("GOMAXPROCS", strconv.Itoa(processors/2))
	}
	return env
}

// listFlags makes go do to a private copy of go.mod and go.sum what the user's -mod=mod would do to their own.
func (s *surroundings) listFlags(ex *Examination) []string {
	gomod := s.values["GOMOD"]
	if !s.changed("GOFLAGS") || gomod == "" || isNullDevice(gomod) {
		return nil
	}
	file, err := s.copyModule(ex, gomod)
	if err == nil && s.private == "" { // to write even a private go.mod, go locks the module cache
		_, err = s.shadowCache(ex, nil, whyReadOnly)
	}
	if err != nil {
		return nil // -mod=readonly then says what it lacks
	}
	return []string{"-mod=mod", "-modfile=" + file}
}

func (s *surroundings) copyModule(ex *Examination, gomod string) (string, error) {
	text, err := ex.System.ReadFile(gomod, modFileLimit)
	if err != nil {
		return "", err
	}
	dir, err := s.owned.directory("mod")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "go.mod")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", err
	}
	sum := health.Join(s.system, health.Dir(s.system, gomod), "go.sum")
	text, err = ex.System.ReadFile(sum, 4*modFileLimit)
	if err != nil {
		return file, nil // there need not be one
	}
	return file, os.WriteFile(filepath.Join(dir, "go.sum"), text, 0o600)
}

// makeList also returns the packages, of which a list keeps only the errors.
func makeList(out health.GoList, result child.Result, err error, meant func(string) string) (health.GoList, []listedPackage) {
	if err != nil {
		out.Failed, out.Stderr = health.GoNoStart, health.Words(err.Error(), listStderr)
		return out, nil
	}
	out.Exit, out.TookMs = result.ExitCode, result.Took.Milliseconds()
	out.Stderr = health.Words(meant(string(result.Stderr)), listStderr)
	switch {
	case result.TimedOut, result.Cancelled:
		out.Failed = health.GoHangs
	case result.Unread:
		out.Failed = health.GoNotAsked
		return out, nil
	case result.Flooded:
		out.Failed = health.GoFloods
		return out, nil
	case result.Err() != nil:
		out.Failed = health.GoExit
	}
	packages, noise := parseList(result.Stdout)
	if noise && out.Failed == "" && !result.StdoutCut {
		out.Failed = health.GoNoise
	}
	out.Count = len(packages)
	addErrors(&out, packages, meant)
	return out, packages
}

// addErrors appends the packages' errors that the list does not have yet.
func addErrors(out *health.GoList, packages []listedPackage, meant func(string) string) {
	seen := map[health.ListError]bool{}
	for _, e := range out.Errors {
		e.Pos = ""
		seen[e] = true
	}
	for _, p := range packages {
		if p.Error == nil {
			continue
		}
		fresh := health.ListError{
			Package: health.Module(health.Words(packagePath(p.ImportPath), maxSchemaWord)), Message: health.Words(meant(p.Error.Err), stderrKept),
		}
		if seen[fresh] {
			continue
		}
		seen[fresh] = true
		if len(out.Errors) == listErrors {
			out.Cut++
			continue
		}
		fresh.Pos = health.Words(meant(p.Error.Pos), maxSchemaWord)
		out.Errors = append(out.Errors, fresh)
	}
}

// packagePath is the package of which a listed one is a variant for a test: "a" of "a [a.test]", which repeats its error.
func packagePath(listed string) string {
	path, _, _ := strings.Cut(listed, " ")
	return path
}

type listedPackage struct {
	ImportPath                        string
	Error                             *struct{ Pos, Err string }
	CgoFiles, SwigFiles, SwigCXXFiles []string
}

// parseList reads a stream of JSON objects. noise says that it holds something else or ends too early; what was read until
// then counts.
func parseList(stdout []byte) (packages []listedPackage, noise bool) {
	decoder := json.NewDecoder(bytes.NewReader(stdout))
	for {
		var p listedPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages, false
		}
		if err != nil {
			return packages, true
		}
		packages = append(packages, p)
	}
}
