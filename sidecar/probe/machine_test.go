package probe

import (
	"fmt"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestMachineDirectories(t *testing.T) {
	for _, c := range []struct {
		name, system string
		env          []string
		want         string // home config cache temp
	}{
		{"linux", "linux", []string{"HOME=/h"}, "/h /h/.config /h/.cache /tmp"},
		{"linux with XDG", "linux", []string{"HOME=/h", "XDG_CONFIG_HOME=/c", "XDG_CACHE_HOME=/k", "TMPDIR=/t"}, "/h /c /k /t"},
		{"linux with a relative XDG, which Go refuses", "linux", []string{"HOME=/h", "XDG_CONFIG_HOME=c", "XDG_CACHE_HOME=k"}, "/h   /tmp"},
		{"linux without HOME: the account's, and no caches s26d", "linux", nil, "/home/ada   /tmp"},
		{"macOS ignores XDG", "darwin", []string{"HOME=/Users/a", "XDG_CONFIG_HOME=/c"}, "/Users/a /Users/a/Library/Application Support /Users/a/Library/Caches /tmp"},
		{"windows", "windows", []string{`USERPROFILE=C:\Users\a`, `APPDATA=C:\r`, `LOCALAPPDATA=C:\l`, `TEMP=C:\t\`}, `C:\Users\a C:\r C:\l C:\t`},
		{"windows with nothing", "windows", nil, `C:\Users\ada   C:\Windows`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, c.system, "")
			f.env = c.env
			s := examine(t, f, Request{}, environmentProbe, machineProbe).System
			if got := fmt.Sprint(s.Home, " ", s.Config, " ", s.Cache, " ", s.Temp); got != c.want {
				t.Errorf("directories %q, want %q", got, c.want)
			}
			if (s.GoSuffix == ".exe") != (c.system == "windows") || s.User != "ada" || s.Release != "Test 1.0" {
				t.Errorf("system %+v", s)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	f := newFake(t, "linux", "")
	f.env = []string{"HOME=/h", "GOPROXY=https://u:p@proxy.corp,direct", "SECRET=hunter2", "PATH=/a::/b", "GOFLAGS=", "=x", ""}
	s := examine(t, f, Request{}, environmentProbe)
	want := map[health.Public]string{"HOME": "/h", "GOPROXY": "https://proxy.corp,direct", "PATH": "", "GOFLAGS": ""}
	if len(s.Process.Variables) != len(want) || s.Process.Hidden != 1 {
		t.Errorf("%d variables, %d hidden: %v", len(s.Process.Variables), s.Process.Hidden, s.Process.Variables)
	}
	for _, v := range s.Process.Variables {
		if v.Value.Text != want[v.Name] || v.Source != (health.Source{Kind: health.FromEnvironment, Name: v.Name}) {
			t.Errorf("variable %+v", v)
		}
	}
	if path, _ := health.Find(s.Process.Variables, "PATH"); fmt.Sprintf("%q", path.Value.Items) != `["/a" "" "/b"]` {
		t.Errorf("PATH is %q", path.Value.Items)
	}
}

func TestEnvironmentOnWindows(t *testing.T) {
	f := newFake(t, "windows", "")
	r := Request{Environment: map[string]string{`Path`: `C:\a;"C:\b;c"`, "goproxy": "off", "Http_Proxy": "http://u:p@x", "Secret": "hunter2"}}
	s := examine(t, f, r, environmentProbe)
	var got []string
	for _, v := range s.Process.Variables {
		got = append(got, fmt.Sprintf("%s=%s%q", v.Name, v.Value.Text, v.Value.Items))
	}
	compare(t, "variables", got, []string{`GOPROXY=off[]`, `HTTP_PROXY=http://x[]`, `PATH=["C:\\a" "C:\\b;c"]`})
	if s.Process.Hidden != 1 {
		t.Errorf("%d hidden, want 1", s.Process.Hidden)
	}
}

func TestEnvironHelpers(t *testing.T) {
	env := []string{`=C:=C:\x`, "Path=a", "B=1"}
	if v, ok := getenv("windows", env, "PATH"); v != "a" || !ok {
		t.Errorf("Path is %q", v)
	}
	if _, ok := getenv("linux", env, "PATH"); ok {
		t.Error("linux does not ignore case")
	}
	if v, ok := getenv("windows", env, "=C:"); v != `C:\x` || !ok {
		t.Errorf("=C: is %q", v)
	}
	changed := setenv("windows", env, "path", "b")
	if fmt.Sprint(changed) != `[=C:=C:\x Path=b B=1]` || env[1] != "Path=a" {
		t.Errorf("changed %q from %q", changed, env)
	}
	if got := setenv("linux", env, "NEW", ""); fmt.Sprint(got) != `[=C:=C:\x Path=a B=1 NEW=]` {
		t.Errorf("with NEW %q", got)
	}
}
