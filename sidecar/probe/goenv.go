package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// goEnvProbe asks `go env -json` in every folder, as golang.go's tools would be given it. It fills GoEnvs.
//
// The first question is put with GOTOOLCHAIN=local: then go never looks for another release, neither on the network nor by
// leaving a lock file in the module cache, and tells all values but those that follow from the release. Only where the
// folder's go.mod or GOTOOLCHAIN asks for another release is a second question put, with the user's GOTOOLCHAIN.
var goEnvProbe = &Probe{
	ID: health.ProbeGoEnv,
	Needs: []health.ProbeID{
		health.ProbeMachine, health.ProbeEnvironment, health.ProbeGoLookup, health.ProbeToolEnv, health.ProbeFolders, health.ProbeGOENV,
	},
	Tier:     health.TierFast,
	Deadline: 2*goDeadline + 2*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		answers, values := askGoEnv(ctx, ex)
		return func(s *health.Snapshot, p *Private) { s.GoEnvs, p.GoValues = answers, values }, nil
	},
}

const (
	// go env takes 12 ms. A go on a slow network drive takes seconds, which is no fault; one that needs longer hangs.
	goDeadline    = 12 * time.Second
	goEnvOutput   = 256 << 10 // go env -json writes 1 kB
	stderrKept    = 2 << 10
	goEnvParallel = 2
)

func askGoEnv(ctx context.Context, ex *Examination) ([]health.GoEnv, map[health.Path]map[string]string) {
	folders := ex.Snapshot.Folders
	answers, raw := make([]health.GoEnv, len(folders)), make([]map[string]string, len(folders))
	each(len(folders), goEnvParallel, func(i int) { answers[i], raw[i] = askFolder(ctx, ex, folders[i]) })
	values := map[health.Path]map[string]string{}
	for i, f := range folders {
		values[f.Path] = raw[i]
	}
	return answers, values
}

func askFolder(ctx context.Context, ex *Examination, folder health.Folder) (health.GoEnv, map[string]string) {
	answer := health.GoEnv{Folder: folder.Path, Exit: -1}
	if folder.State != health.FolderOK {
		answer.Failure, answer.Error = health.GoNotAsked, health.Text("the folder cannot be entered: "+string(folder.State))
		return answer, nil
	}
	q, release, err := goQuestion(ex, folder.Path)
	if err != nil {
		answer.Failure, answer.Error = health.GoNotAsked, health.Words(err.Error(), stderrKept)
		return answer, nil
	}
	defer release()
	answer.Go = health.Path(q.Go)
	if q.Go == "" {
		answer.Failure = health.GoNotFound
		return answer, nil
	}
	local := q.run(ctx, ex.System, setenv(q.System, q.Env, "GOTOOLCHAIN", "local"))
	answer = local.answer(answer)
	if local.Values == nil {
		return answer, nil
	}
	values := local.Values
	values["GOTOOLCHAIN"] = q.toolchain
	if q.toolchain == "" {
		values["GOTOOLCHAIN"] = shippedValue(ex.System, values["GOROOT"], "GOTOOLCHAIN").value
	}
	if q.Untrusted {
		answer.Deviations = []health.Deviation{deviation("GOTOOLCHAIN", values["GOTOOLCHAIN"], "local", whyUntrusted)}
	} else {
		answer = otherRelease(ctx, ex, q, values, answer)
	}
	answer.Values = sources(ex, folder.Path, values)
	return answer, values
}

// question is one `go env`, ready to be asked.
type question struct {
	Go        string
	Dir       string
	Env       []string // as the user has it, less our deviations
	System    string
	Untrusted bool
	toolchain string // the user's GOTOOLCHAIN by environment or GOENV file; empty if they do not say
}

// goQuestion prepares the question for a folder. In an untrusted one nothing of the folder has a say: neither its files
// (a private empty directory is asked in), nor programs in it, nor settings.
func goQuestion(ex *Examination, folder health.Path) (question, func(), error) {
	q := question{Dir: string(folder), System: ex.System.OS(), Untrusted: ex.Request.Untrusted}
	release := func() {}
	if q.Untrusted {
		dir, remove, err := scratch("untrusted")
		if err != nil {
			return q, nil, err
		}
		release = remove
		q.Dir = dir
		q.Env, q.Go = trustedGo(ex)
	} else {
		q.Env = toolEnviron(ex, folder)
		q.Go = string(goFor(ex, folder))
	}
	q.toolchain = ownValue(ex, q.Env, "GOTOOLCHAIN")
	return q, release, nil
}

// toolEnviron is what golang.go hands to tools in a folder.
func toolEnviron(ex *Examination, folder health.Path) []string {
	if env, ok := ex.Private.ToolEnv[folder]; ok {
		return env
	}
	return ex.Private.Environ
}

// goFor is the go that gopls would run in a folder, or the one that golang.go found if gopls would find none.
func goFor(ex *Examination, folder health.Path) health.Path {
	for _, purpose := range []health.Purpose{health.ForServer, health.ForEditor} {
		if l, ok := ex.Snapshot.Lookup(folder, "go", purpose); ok && l.Path != "" {
			return l.Path
		}
	}
	return ""
}

// trustedGo returns the process environment with a PATH of absolute directories outside all folders, and the go found
// there.
func trustedGo(ex *Examination) (env []string, path string) {
	system := ex.System.OS()
	list, _ := getenv(system, ex.Private.Environ, "PATH")
	var kept []string
	for _, dir := range health.SplitList(system, list) {
		if !health.IsAbs(system, dir) || insideFolders(ex, dir) {
			continue
		}
		kept = append(kept, dir)
		candidate := health.Join(system, dir, "go"+suffix(system))
		if ok, _ := ex.System.Executable(candidate); path == "" && ok && !insideFolders(ex, candidate) {
			path = candidate
		}
	}
	return setenv(system, ex.Private.Environ, "PATH", joinList(system, kept)), path
}

func insideFolders(ex *Examination, path string) bool {
	system := ex.System.OS()
	real, err := ex.System.RealPath(path)
	if err != nil {
		real = path
	}
	for _, f := range ex.Snapshot.Folders {
		for _, root := range []health.Path{f.Path, f.Real} {
			if root != "" && (health.Within(system, path, string(root)) || health.Within(system, real, string(root))) {
				return true
			}
		}
	}
	return false
}

// run asks in an environment that may differ from the question's own by our deviations.
func (q question) run(ctx context.Context, system System, env []string) reply {
	result, err := system.Run(ctx, child.Command{
		Path: q.Go, Args: append([]string{"env", "-json"}, goEnvNames...), Dir: q.Dir, Env: env, Deadline: goDeadline, OutputLimit: goEnvOutput,
	})
	return makeReply(result, err)
}

// goEnvNames are the answers that are wanted. Without names go also makes GOGCCFLAGS, for which it runs the C compiler and
// needs a temporary directory: with a broken one it then fails where neither golang.go nor gopls do.
var goEnvNames = strings.Fields(`CC CGO_ENABLED CXX GO111MODULE GO386 GOAMD64 GOARCH GOARM GOARM64 GOBIN GOCACHE GODEBUG GOENV
	GOEXE GOEXPERIMENT GOFIPS140 GOFLAGS GOHOSTARCH GOHOSTOS GOINSECURE GOMIPS GOMIPS64 GOMOD GOMODCACHE GONOPROXY GONOSUMDB GOOS
	GOPATH GOPPC64 GOPRIVATE GOPROXY GORISCV64 GOROOT GOSUMDB GOTELEMETRY GOTELEMETRYDIR GOTMPDIR GOTOOLCHAIN GOTOOLDIR GOVCS
	GOVERSION GOWASM GOWORK`)

func suffix(system string) string {
	if health.Windows(system) {
		return ".exe"
	}
	return ""
}

func joinList(system string, items []string) string {
	out := ""
	for i, item := range items {
		if i > 0 {
			out += health.ListSeparator(system)
		}
		out += item
	}
	return out
}
