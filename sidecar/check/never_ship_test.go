package check

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// harmful are commands and values that well-known advice gives and that do harm (reference broken-states §8). A fix is matched
// line by line: its texts, its commands with their environment, and each "key=value" that it sets.
var harmful = map[string]*regexp.Regexp{
	"deletes toolchains":                        regexp.MustCompile(`\brm\s+-\w*[rR]|\bln\s+-sf`),
	"deletes the user's workspace file":         regexp.MustCompile(`\brm\s+(-\w+\s+)*\S*go\.work`),
	"turns Spotlight off":                       regexp.MustCompile(`\bmdutil\b`),
	"removes the verification of checksums":     regexp.MustCompile(`GO(NO)?SUMDB=(off|\*)|GONOSUMCHECK|GOFLAGS=\S*-insecure|GOINSECURE=\*`),
	"goes past the proxy and calls it speed":    regexp.MustCompile(`GOPROXY=direct\b`),
	"empties the module cache":                  regexp.MustCompile(`\bclean\b.*-modcache`),
	"a flag with which gopls ends at once":      regexp.MustCompile(`languageServerFlags=.*(-mod=|-cachesize|-cpuprofile)`),
	"takes the symbols that a debugger needs":   regexp.MustCompile(`-ldflags=?\S*\s*-s\s+-w|buildFlags=.*-s -w`),
	"installs a debugger for another system":    regexp.MustCompile(`GO(OS|ARCH)=\S+.*\b(install|build)\b.*\bdlv\b`),
	"pins GOROOT":                               regexp.MustCompile(`export\s+GOROOT|GOROOT=.|go\.goroot=.|GOROOT (to|=) /`),
	"demands what every healthy machine lacks":  regexp.MustCompile(`GO111MODULE=on\b`),
	"root, for the wrong instrument":            regexp.MustCompile(`\b(dtruss|fs_usage)\b`),
	"root, without being asked for by a person": regexp.MustCompile(`^run:.*\b(sudo|doas|pkexec|runas)\b`),
	"a shell": regexp.MustCompile(`^run:\S*\b(sh|bash|zsh|fish|cmd|cmd\.exe|powershell|powershell\.exe|pwsh)\s`),
}

// said are all that a fix shows, runs and sets.
func said(f health.Fix) []string {
	catalogue := Catalogue(All)
	out := []string{string(catalogue.Title(f.Title))}
	for _, s := range f.Steps {
		out = append(out, string(catalogue.Title(s.Title)), string(catalogue.Detail(s.Title)))
		var run []string
		for _, v := range s.Env {
			if !v.Value.Empty() {
				run = append(run, string(v.Name)+"="+string(catalogue.Value(v.Value)))
			}
		}
		for _, a := range s.Argv {
			run = append(run, string(catalogue.Value(a)))
		}
		if len(s.Argv) > 0 {
			out = append(out, strings.Join(run, " "), "run:"+strings.Join(run[len(run)-len(s.Argv):], " "))
		}
		if s.After == "" {
			continue
		}
		after, ok := s.After.String()
		if !ok {
			after = string(s.After)
		}
		for _, key := range []health.Public{s.Target.Key, s.Target.Member} {
			if key != "" && after != "" {
				out = append(out, string(key)+"="+after)
			}
		}
	}
	return out
}

func harmOf(f health.Fix) string {
	for _, line := range said(f) {
		for harm, words := range harmful {
			if words.MatchString(line) {
				return harm + ": " + line
			}
		}
	}
	return ""
}

// Every fix that any check gives in any of its tests.
func TestNoFixDoesHarm(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.golden"))
	if err != nil || len(files) < len(All) {
		t.Fatalf("%d golden files for %d checks (%v)", len(files), len(All), err)
	}
	fixes := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []struct{ Finding health.Finding }
		if err := json.Unmarshal(data, &list); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, one := range list {
			for _, f := range one.Finding.Fixes {
				fixes++
				if harm := harmOf(f); harm != "" {
					t.Errorf("%s: %s of %s %s", file, f.ID, one.Finding.ID(), harm)
				}
			}
		}
	}
	if fixes < 200 {
		t.Errorf("only %d fixes were looked at: the golden files are read wrongly", fixes)
	}
}

// The words of the advice itself are recognised.
func TestHarmIsRecognised(t *testing.T) {
	argv := func(words ...string) health.Step {
		s := health.Step{Kind: health.StepRun}
		for _, w := range words {
			s.Argv = append(s.Argv, health.V(health.Text(w)))
		}
		return s
	}
	set := func(key, member health.Public, after any) health.Step {
		return health.Step{Kind: health.StepSet, Target: health.Target{Key: key, Member: member}, After: health.DataOf(after)}
	}
	crossed := argv("/usr/local/go/bin/go", "install", "github.com/go-delve/delve/cmd/dlv@latest")
	crossed.Env = []health.Variable{{Name: "GOOS", Value: health.V(health.Public("linux"))}}
	for name, step := range map[string]health.Step{
		"remove a tree":       argv("rm", "-rf", "/home/ada/.rustup"),
		"remove go.work":      argv("rm", "-f", "go.work"),
		"Spotlight":           argv("mdutil", "-i", "off", "."),
		"no checksums":        set("go.toolsEnvVars", "GOSUMDB", "off"),
		"direct":              {Kind: health.StepGoEnv, Target: health.Target{Key: "GOPROXY"}, After: health.DataOf("direct")},
		"empty the cache":     argv("/usr/local/go/bin/go", "clean", "-modcache"),
		"flags of gopls":      set("go.languageServerFlags", "", []string{"-mod=readonly", "-cachesize=512"}),
		"stripped":            set("go.buildFlags", "", []string{"-ldflags=-s -w"}),
		"debugger for others": crossed,
		"go.goroot":           set("go.goroot", "", "/usr/local/go"),
		"go env -w GOROOT":    {Kind: health.StepGoEnv, Target: health.Target{Key: "GOROOT"}, After: health.DataOf("/usr/local/go")},
		"GOROOT for tools":    set("go.toolsEnvVars", "GOROOT", "/usr/local/go"),
		"modules by force":    set("go.toolsEnvVars", "GO111MODULE", "on"),
		"traced":              argv("sudo", "dtruss", "gopls"),
		"as root":             argv("/usr/bin/sudo", "chown", "x"),
		"by a shell":          argv("/bin/sh", "-c", "true"),
	} {
		if harmOf(health.Fix{Steps: []health.Step{step}}) == "" {
			t.Errorf("%s is not recognised", name)
		}
	}
	for name, step := range map[string]health.Step{
		"unset":           {Kind: health.StepGoEnv, Target: health.Target{Key: "GOROOT"}},
		"hidden":          set("go.toolsEnvVars", "GOROOT", ""),
		"tidy":            argv("/usr/local/go/bin/go", "mod", "tidy"),
		"the usual proxy": {Kind: health.StepGoEnv, Target: health.Target{Key: "GOPROXY"}, After: health.DataOf("https://proxy.example,direct")},
	} {
		if harm := harmOf(health.Fix{Steps: []health.Step{step}}); harm != "" {
			t.Errorf("%s is taken for harm: %s", name, harm)
		}
	}
}
