package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func ofModule(path health.Module, dirs ...health.Path) *health.Snapshot {
	s := &health.Snapshot{System: health.System{OS: "linux", Home: "/home/ada", User: "ada", Host: "hush-laptop"},
		Folders: []health.Folder{{Path: "/src/app", State: health.FolderOK, Modules: []health.GoMod{{File: "/src/app/go.mod", Dir: "/src/app", Path: path}}}}}
	for _, dir := range dirs {
		s.Directories = append(s.Directories, health.Directory{Path: dir})
	}
	return s
}

// What the paths of a report tell anyway keeps its name below a private module: checks hold import paths against directories.
func TestPackagesKeepTheirPlace(t *testing.T) {
	for _, tc := range []struct {
		name, said, want string
		dirs             []health.Path
	}{
		{"shown", "no package git.hush.example/app/internal/util; go get", "no package <module-1>/internal/util; go get", []health.Path{"/src/app/internal/util/go.mod"}},
		{"a part of it shown", "no package git.hush.example/app/internal/secret", "no package <module-1>/<package-1>", []health.Path{"/src/app/internal/util"}},
		{"not shown", "no package git.hush.example/app/internal/util", "no package <module-1>/<package-1>", nil},
		{"a longer name beside it", "no package git.hush.example/app/internal/util", "no package <module-1>/<package-1>", []health.Path{"/src/application/internal/util"}},
		{"a version", "verifying git.hush.example/app@v1.2.3: checksum mismatch", "verifying <module-1>@v1.2.3: checksum mismatch", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := ofModule("git.hush.example/app", tc.dirs...)
			s.Lists = []health.GoList{{Stderr: health.Text(tc.said)}}
			if got := Redact(health.Report{Snapshot: s}).Snapshot.Lists[0].Stderr; string(got) != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestModulesWithVersionsAndSchemes(t *testing.T) {
	for _, tc := range []struct {
		name string
		v    health.Value
		want string
	}{
		{"a version is no part of the name", health.V(health.Module("git.hush.example/app@v1.2.3")), "<module-1>@v1.2.3"},
		{"a URL in GOPRIVATE hides its host", health.V(health.Module("https://git.hush.example/team")), "https://<host-"},
		{"a proxy without a scheme stays a host", health.V(health.URL("goproxy.hush.example")), "/"},
		{"a bare word stays one", health.V(health.URL("artifactory")), ">"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := ofModule("git.hush.example/app")
			s.Process.Variables = []health.Variable{{Name: "GOPRIVATE", Value: tc.v}}
			got := Redact(health.Report{Snapshot: s}).Snapshot.Process.Variables[0].Value.Text
			if strings.Contains(got, "hush") || strings.Contains(got, "artifactory") || !strings.Contains(got, tc.want) || tc.want == ">" && strings.Contains(got, "/") {
				t.Errorf("got %q, want %q in it", got, tc.want)
			}
		})
	}
}

func TestBothHaveOneSetOfTokens(t *testing.T) {
	a, b := ofModule("git.hush.example/app"), ofModule("git.other.example/lib")
	a.Lists = []health.GoList{{Stderr: "git.hush.example/app in /home/ada"}}
	b.System = health.System{OS: "windows", Home: `C:\Users\eve`, User: "eve", Host: "hush-desk"}
	b.Lists = []health.GoList{{Stderr: `git.other.example/lib needs git.hush.example/app in C:\Users\eve\go`}}
	x, y := RedactBoth(health.Report{Snapshot: a}, health.Report{Snapshot: b})
	first, second := string(x.Snapshot.Lists[0].Stderr), string(y.Snapshot.Lists[0].Stderr)
	token, _, _ := strings.Cut(first, " ")
	if !strings.HasPrefix(token, "<module-") || !strings.Contains(second, "needs "+token+" in") || strings.HasPrefix(second, token) {
		t.Errorf("%q and %q", first, second)
	}
	for _, r := range []health.Report{x, y} {
		all, err := json.Marshal(r.Snapshot)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"hush", "ada", "eve", "other.example"} {
			if strings.Contains(string(all), name) {
				t.Errorf("%s stands in %s", name, all)
			}
		}
	}
}
