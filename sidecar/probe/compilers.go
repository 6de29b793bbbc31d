package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// compilersProbe fills Compilers: the C compiler that cgo would run in each folder with cgo files. It is looked for and not run.
var compilersProbe = &Probe{
	ID:       health.ProbeCompilers,
	Needs:    []health.ProbeID{health.ProbeSources, health.ProbeGoEnv, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeSettings},
	Tier:     health.TierStandard,
	Deadline: 3 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var seen []health.Compiler
		for _, t := range ex.Snapshot.Sources {
			if values := ex.Private.GoValues[t.Folder]; len(t.Cgo) > 0 && values["CC"] != "" {
				seen = append(seen, findCompiler(ex, t.Folder, values["CC"]))
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.Compilers = seen }, nil
	},
}

func findCompiler(ex *Examination, folder health.Path, cc string) health.Compiler {
	system := ex.System.OS()
	env := toolEnviron(ex, folder)
	for name, value := range serverEnviron(ex, folder) {
		env = setenv(system, env, name, value)
		if name == "CC" && value != "" {
			cc = value
		}
	}
	out := health.Compiler{Folder: folder, Source: health.Source{Kind: health.FromDefault, Name: "CC"}}
	if v, ok := ex.Snapshot.Origin(folder, "CC"); ok {
		out.Source = v.Source
	}
	fields := splitFlags(cc) // CC may have arguments, and quotes as GOFLAGS has them
	if len(fields) == 0 {
		return out
	}
	command := fields[0]
	out.Command = health.Words(command, maxSchemaWord)
	places := []string{command}
	if !strings.ContainsAny(command, `/\`) {
		places = nil
		path, _ := getenv(system, env, "PATH")
		for _, dir := range health.SplitList(system, path) {
			if health.IsAbs(system, dir) {
				places = append(places, health.Join(system, dir, command))
			}
		}
	}
	for _, place := range places {
		for _, suffix := range programSuffixes(system) {
			if ok, err := ex.System.Executable(place + suffix); err == nil && ok {
				out.Path = health.Path(place + suffix)
				return out
			}
		}
	}
	return out
}

// programSuffixes are those that package os/exec tries on Windows, less the rare ones.
func programSuffixes(system string) []string {
	if health.Windows(system) {
		return []string{"", ".exe", ".com", ".bat", ".cmd"}
	}
	return []string{""}
}
