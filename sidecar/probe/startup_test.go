package probe

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"howett.net/plist"

	"github.com/govitals/govitals/sidecar/health"
)

// encoded writes a property list.
func encoded(t testing.TB, value any, format int) string {
	t.Helper()
	data, err := plist.Marshal(value, format)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

type dict = map[string]any

const codeApp = "/Applications/Visual Studio Code.app"

// startupOf looks at a Mac on which an editor runs.
func startupOf(t *testing.T, executable string, set func(*fakeSystem)) health.Startup {
	t.Helper()
	f := newFake(t, "darwin", "")
	f.identity.Home = "/Users/ada"
	set(f)
	ex := &Examination{System: f}
	ex.Snapshot.System.Home = "/Users/ada"
	ex.Snapshot.Processes.List = []health.Process{{PID: 2, Role: health.RoleExtensionHost, Executable: "/x"}, {PID: 1, Role: health.RoleEditorMain, Executable: health.Path(executable)}}
	return lookAtStartup(ex)
}

func TestStartupOfTheEditor(t *testing.T) {
	info := dict{"CFBundleIdentifier": "com.microsoft.VSCode", "CFBundleShortVersionString": "1.112.0", "LSMinimumSystemVersion": "12.0",
		"LSArchitecturePriority": []any{"x86_64", "arm64"}, "LSRequiresNativeExecution": true}
	bookmark := []byte("book\x00Applications\x00Visual Studio Code.app\x00")
	elsewhere := []byte("book\x00Users\x00ada\x00Visual Studio Code.app\x00")
	for _, c := range []struct {
		name       string
		executable string
		choice     any
		want       string // rosetta, copy, translocated
	}{
		{"no choice", codeApp + "/Contents/MacOS/Electron", nil, "false false false"},
		{"Rosetta", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": []any{bookmark, "x86_64"}}, "true false false"},
		{"letter case of ids does not count", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.vscode": []any{bookmark, "x86_64"}}, "true false false"},
		{"of another copy", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": []any{elsewhere, "x86_64"}}, "true true false"},
		{"of this copy too", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": []any{elsewhere, "x86_64", bookmark, "x86_64"}}, "true false false"},
		{"of another editor", codeApp + "/Contents/MacOS/Electron", dict{"com.todesktop.1": []any{bookmark, "x86_64"}}, "false false false"},
		{"native", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": []any{bookmark, "arm64"}}, "false false false"},
		{"half a pair", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": []any{bookmark}}, "false false false"},
		{"another form", codeApp + "/Contents/MacOS/Electron", dict{"com.microsoft.VSCode": "x86_64"}, "false false false"},
		{"no dictionary", codeApp + "/Contents/MacOS/Electron", []any{"x86_64"}, "false false false"},
		{"a helper within", codeApp + "/Contents/Frameworks/Code Helper (Plugin).app/Contents/MacOS/Code Helper (Plugin)", dict{"com.microsoft.VSCode": []any{bookmark, "x86_64"}}, "true false false"},
	} {
		for _, format := range []int{plist.XMLFormat, plist.BinaryFormat} {
			t.Run(fmt.Sprint(c.name, format), func(t *testing.T) {
				s := startupOf(t, c.executable, func(f *fakeSystem) {
					f.write(codeApp+"/Contents/Info.plist", encoded(t, info, format))
					f.write(systemVersionFile, encoded(t, dict{"ProductVersion": "15.3"}, format))
					if c.choice != nil {
						f.write("/Users/ada/"+rosettaFile, encoded(t, dict{rosettaKey: c.choice}, format))
					}
				})
				if got := fmt.Sprint(s.Rosetta, s.RosettaCopy, s.Translocated); got != c.want || s.Bundle != codeApp || len(s.Errors) > 0 {
					t.Errorf("it is %q %+v, want %q", got, s, c.want)
				}
				if s.SystemVersion != "15.3" || s.BundleID != "com.microsoft.VSCode" || s.BundleVersion != "1.112.0" || s.MinOS != "12.0" || !s.NativeOnly || fmt.Sprint(s.Priority) != "[amd64 arm64]" {
					t.Errorf("facts of the bundle: %+v", s)
				}
			})
		}
	}
	moved := startupOf(t, "/private/var/folders/x/AppTranslocation/1-2/d/Code.app/Contents/MacOS/Electron", func(*fakeSystem) {})
	if !moved.Translocated || moved.Bundle != "/private/var/folders/x/AppTranslocation/1-2/d/Code.app" || len(moved.Errors) > 0 {
		t.Errorf("a translocated editor is %+v", moved)
	}
	if other := startupOf(t, "/usr/local/bin/code-server", func(*fakeSystem) {}); other.Bundle != "" {
		t.Errorf("an editor without a bundle is %+v", other)
	}
}

func TestStartupElsewhere(t *testing.T) {
	f := newFake(t, "linux", "")
	f.write(systemVersionFile, encoded(t, dict{"ProductVersion": "15.3"}, plist.XMLFormat))
	if s := lookAtStartup(&Examination{System: f}); s.SystemVersion != "" {
		t.Errorf("Linux is %+v", s)
	}
}

func TestLaunchAgents(t *testing.T) {
	job := func(arguments ...any) dict { return dict{"Label": "my.env", "ProgramArguments": arguments} }
	for _, c := range []struct {
		name string
		job  dict
		want string // name=value …, then hidden
	}{
		{"setenv", job("launchctl", "setenv", "GOROOT", "/opt/go"), "GOROOT=/opt/go 0"},
		{"by its path", job("/bin/launchctl", "setenv", "GOFLAGS", "-mod=mod"), "GOFLAGS=-mod=mod 0"},
		{"several pairs", job("/bin/launchctl", "setenv", "GOPATH", "/g", "GOROOT", "/r"), "GOPATH=/g GOROOT=/r 0"},
		{"by a shell", job("sh", "-c", "launchctl setenv GOPATH /g; launchctl setenv GOTOOLCHAIN 'local'\n/bin/launchctl setenv TOKEN canary1"), "GOPATH=/g GOTOOLCHAIN=local 1"},
		{"by a login shell", job("/bin/zsh", "-l", "-c", "true && launchctl setenv GOROOT \"/my go\""), "GOROOT=/my go 0"},
		{"by both options at once", job("/bin/bash", "-lc", "launchctl setenv GOROOT /a"), "GOROOT=/a 0"},
		{"program and its name", dict{"Program": "/bin/launchctl", "ProgramArguments": []any{"x", "setenv", "GOROOT", "/r"}}, "GOROOT=/r 0"},
		{"secrets are counted", job("launchctl", "setenv", "GITHUB_TOKEN", "canary2"), " 1"},
		{"a secret in a value", job("launchctl", "setenv", "GOPROXY", "https://ada:canary3@proxy.corp"), "GOPROXY=https://proxy.corp 0"},
		{"for its own job", dict{"ProgramArguments": []any{"/x"}, "EnvironmentVariables": dict{"GOROOT": "/r"}}, ""},
		{"takes one away", job("launchctl", "unsetenv", "GOROOT", "x"), ""},
		{"asks", job("launchctl", "getenv", "GOROOT"), ""},
		{"echoes", job("sh", "-c", "echo launchctl setenv GOROOT /r"), ""},
		{"no value", job("launchctl", "setenv", "GOROOT"), ""},
		{"other types", job(1, true, []any{}), ""},
		{"no arguments", dict{"ProgramArguments": "launchctl setenv GOROOT /r"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startupOf(t, "", func(f *fakeSystem) {
				f.write("/Users/ada/Library/LaunchAgents/env.plist", encoded(t, c.job, plist.XMLFormat))
				f.write("/Users/ada/Library/LaunchAgents/notes.txt", "x")
			})
			var got string
			for _, a := range s.Agents {
				var all []string
				for _, v := range a.Variables {
					all = append(all, string(v.Name)+"="+v.Value.Text)
					if v.Source.File != "/Users/ada/Library/LaunchAgents/env.plist" {
						t.Errorf("source %+v", v.Source)
					}
				}
				got += fmt.Sprint(strings.Join(all, " "), " ", a.Hidden)
			}
			if got != c.want || len(s.Errors) > 0 {
				t.Errorf("it sets %q (%v), want %q", got, s.Errors, c.want)
			}
			if b, _ := json.Marshal(s); canary.Match(b) {
				t.Errorf("leaked: %s", b)
			}
		})
	}
}

func TestStartupSaysWhatIsDamaged(t *testing.T) {
	s := startupOf(t, codeApp+"/Contents/MacOS/Electron", func(f *fakeSystem) {
		f.write(codeApp+"/Contents/Info.plist", "CFBundleIdentifier = canary1;")
		f.write(systemVersionFile, "<plist><dict><key>a</key><integer>canary2</integer></dict></plist>")
		f.write("/Users/ada/Library/LaunchAgents/a.plist", "bplist00canary3")
		f.write("/Library/LaunchAgents/b.plist", "x").size = maxPlist + 1
	})
	if len(s.Errors) != 4 || s.BundleID != "" || s.SystemVersion != "" {
		t.Errorf("it is %+v", s)
	}
	if b, _ := json.Marshal(s); canary.Match(b) {
		t.Errorf("leaked: %s", b)
	}
}
