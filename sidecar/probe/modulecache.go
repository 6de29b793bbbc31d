package probe

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// moduleCacheProbe fills Missing: modules that a go.mod file lists and that are not on this machine. It reads nothing but
// names, so a thousand requirements take a few milliseconds. A missing module is not yet a fault: it may supply packages for
// other systems only (see the probe pulse, which finds out which are needed).
var moduleCacheProbe = &Probe{
	ID:       health.ProbeModuleCache,
	Needs:    []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		missing, cut, err := missingModules(ctx, ex)
		if err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Missing, s.MissingCut = missing, cut }, nil
	},
}

const missingKept = 200

func missingModules(ctx context.Context, ex *Examination) (kept []health.MissingModule, cut int, err error) {
	type key struct {
		file health.Path
		mod  module.Version
	}
	seen := map[key]bool{}
	for _, f := range ex.Snapshot.Folders {
		for _, n := range needsOf(ex, f) {
			if err := ctx.Err(); err != nil {
				return nil, 0, err
			}
			k := key{n.File, n.Module}
			if !n.Listed || seen[k] || n.State != moduleAbsent {
				continue
			}
			seen[k] = true
			if len(kept) == missingKept {
				cut++
				continue
			}
			kept = append(kept, health.MissingModule{
				GoMod: n.File, Path: health.Module(n.Module.Path), Version: health.Public(n.Module.Version), Indirect: n.Indirect,
			})
		}
	}
	return kept, cut, nil
}

// moduleState is what the module cache has of a module, as the go command sees it.
type moduleState int

const (
	moduleAbsent    moduleState = iota // go would download it
	moduleZipped                       // go would extract it
	moduleExtracted                    // go would use it
)

// cachedModule looks for a module version in the module cache, by the rules of cmd/go's modfetch.DownloadDir: the extracted
// tree counts only without a .partial mark and with the hash of its zip.
func cachedModule(system System, modcache, path, version string) moduleState {
	escapedPath, err1 := module.EscapePath(path)
	escapedVersion, err2 := module.EscapeVersion(version)
	if err1 != nil || err2 != nil || modcache == "" {
		return moduleAbsent
	}
	download := health.Join(system.OS(), modcache, "cache/download", escapedPath, "@v", escapedVersion)
	exists := func(path string) bool {
		_, err := system.Stat(path)
		return err == nil
	}
	hashed := exists(download + ".ziphash")
	if hashed && exists(health.Join(system.OS(), modcache, escapedPath+"@"+escapedVersion)) && !exists(download+".partial") {
		return moduleExtracted
	}
	if exists(download + ".zip") {
		return moduleZipped
	}
	return moduleAbsent
}

// vendored reports whether go reads the dependencies of a go.mod from its vendor directory: -mod says so, or, if it says
// nothing, there is one and the go line is 1.14 or later (1.22 for a workspace).
func vendored(flags string, v *health.Vendor, goLine, since string) bool {
	switch effectiveMod(flags) {
	case "vendor":
		return true
	case "mod", "readonly":
		return false
	}
	return v != nil && v.State != health.FileMissing && goLine != "" && compareGo(goLine, since) >= 0
}

// effectiveMod is the value of the last -mod in GOFLAGS.
func effectiveMod(flags string) (mod string) {
	for _, field := range splitFlags(flags) {
		if value, ok := strings.CutPrefix(strings.TrimLeft(field, "-"), "mod="); ok {
			mod = value
		}
	}
	return mod
}

// splitFlags splits GOFLAGS as go does: fields separated by space, each of which may be quoted as a whole.
func splitFlags(flags string) []string {
	var out []string
	for {
		flags = strings.TrimLeft(flags, " \t\r\n")
		if flags == "" {
			return out
		}
		if quote := flags[0]; quote == '"' || quote == '\'' {
			field, rest, ok := strings.Cut(flags[1:], string(quote))
			if !ok {
				return append(out, flags) // go refuses it; what matters here is not to lose it
			}
			out, flags = append(out, field), rest
			continue
		}
		end := strings.IndexAny(flags, " \t\r\n")
		if end < 0 {
			return append(out, flags)
		}
		out, flags = append(out, flags[:end]), flags[end:]
	}
}

// joinFlags is the inverse of splitFlags.
func joinFlags(fields []string) string {
	quoted := slices.Clone(fields)
	for i, field := range quoted {
		switch {
		case !strings.ContainsAny(field, " \t\r\n'\""):
		case !strings.Contains(field, "'"):
			quoted[i] = "'" + field + "'"
		default:
			quoted[i] = `"` + field + `"`
		}
	}
	return strings.Join(quoted, " ")
}
