package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// driftVariables are those that change what is built or found. Others differ harmlessly: caches, temporary directories, and the
// proxies of the network, which many start-up files set by where the machine just is. GOROOT is not among them: people export
// it under the name of a link, and where it stands for another release go-differs and goroot-mismatch say so.
var driftVariables = []health.Public{"GOPATH", "GOBIN", "GOMODCACHE", "GOENV", "GOFLAGS", "GOOS", "GOARCH", "GO111MODULE", "GOTOOLCHAIN", "GOEXPERIMENT",
	"GOWORK", "CGO_ENABLED", "GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOINSECURE"}

// matters reports a variable that can make a difference in this folder.
func matters(s *health.Snapshot, f health.Folder, v health.Variable) bool {
	switch v.Name {
	case "GOWORK":
		return f.Work != nil
	case "GOTOOLCHAIN":
		text := v.Value.Text
		if text == "auto" || text == "local" || text == "path" {
			l, _ := s.Lookup(f.Path, "go", health.ForServer)
			has := strings.TrimPrefix(builtWith(s, l.Path), "go")
			return slices.ContainsFunc(needs(f, true), func(n need) bool { return has != "" && newer(n.version, has) })
		}
	}
	return slices.Contains(driftVariables, v.Name)
}

// alikeForGo reports two values that go takes for the same. An editor's value that is empty stands for go's default.
func alikeForGo(s *health.Snapshot, f health.Folder, shell, editor health.Variable) bool {
	system, a, b := string(s.System.OS), strings.TrimSpace(shell.Value.Text), strings.TrimSpace(editor.Value.Text)
	if a == "" || a == b {
		return true
	}
	switch shell.Name {
	case "GOFLAGS":
		return within(steeringFlags(a), steeringFlags(b))
	case "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE":
		return within(splitTrim(a, ","), splitTrim(b, ","))
	case "GO111MODULE":
		return moduleMode(a) == moduleMode(b)
	case "GOEXPERIMENT":
		return within(splitTrim(a, ","), splitTrim(b, ","))
	case "GOENV":
		return health.Same(system, a, string(s.GOENV.Path)) || a == "off" && len(s.GOENV.Variables) == 0
	case "GOBIN", "GOMODCACHE", "GOPATH":
		if b == "" {
			b = usualPlace(s, f, shell.Name)
		}
		return health.Same(system, a, b)
	}
	_, answered := health.Find(s.GoEnv(f.Path).Values, shell.Name)
	return b == "" && !answered // what go would take instead is not known
}

// usualPlace is go's default for a place.
func usualPlace(s *health.Snapshot, f health.Folder, name health.Public) string {
	system := string(s.System.OS)
	root := health.Join(system, string(s.System.Home), "go")
	if path, ok := s.Origin(f.Path, "GOPATH"); ok && !path.Value.Empty() && name != "GOPATH" {
		root = health.SplitList(system, path.Value.Text)[0]
	}
	switch name {
	case "GOBIN": // unset, go install writes there
		return health.Join(system, root, "bin")
	case "GOMODCACHE":
		return health.Join(system, root, "pkg", "mod")
	}
	return root
}

// moduleMode is what GO111MODULE comes to: everything but off and auto is on, and auto is on where there is a go.mod.
func moduleMode(value string) string {
	if value == "" || value == "auto" {
		return "on"
	}
	return value
}

// idleFlags change neither which files belong to a build nor what is found.
var idleFlags = []string{"-buildvcs", "-trimpath", "-modcacherw", "-ldflags", "-gcflags", "-asmflags", "-v", "-x", "-p", "-count", "-timeout", "-race=false", "-cover=false"}

// steeringFlags are the flags of a GOFLAGS that change what is built, each with one dash.
func steeringFlags(value string) []string {
	var out []string
	for _, flag := range strings.Fields(value) {
		flag = "-" + strings.TrimLeft(flag, "-")
		name, _, _ := strings.Cut(flag, "=")
		if !slices.Contains(idleFlags, name) && !slices.Contains(idleFlags, flag) {
			out = append(out, flag)
		}
	}
	return out
}

func splitTrim(list, separator string) []string {
	var out []string
	for _, item := range strings.Split(list, separator) {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// within reports that all of a are in b.
func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(item string) bool { return !slices.Contains(b, item) })
}
