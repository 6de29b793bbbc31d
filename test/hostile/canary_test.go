//go:build unix

package hostile

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/report"
)

// canary matches the planted secrets. Each has a name of its own, which tells where a leak came from.
var canary = regexp.MustCompile(`canary-[a-z-]+[a-z]`)

// secretive is a machine that holds a secret in every place that a probe looks at or walks past.
func secretive(t *testing.T) *site {
	s := newSite(t)
	asked := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no such module; your key is "+r.URL.RawQuery, http.StatusForbidden)
	}))
	t.Cleanup(asked.Close)
	proxy := strings.Replace(asked.URL, "http://", "http://ada:canary-proxy-password@", 1)
	for name, value := range map[string]string{
		"GOPROXY": proxy + "/?key=canary-proxy-query|direct", "GONOSUMDB": "git.example.org", "GOPRIVATE": "git.example.org",
		"GOSUMDB": "sum.golang.org http://x:canary-sumdb@127.0.0.1:1", "GOAUTH": "netrc; /bin/false --token=canary-goauth",
		"HTTPS_PROXY": "http://ada:canary-https-proxy@127.0.0.1:1", "ALL_PROXY": "socks5://ada:canary-all-proxy@127.0.0.1:1",
		"GOFLAGS": "-ldflags=-X=main.key=canary-ldflags", "CGO_CFLAGS": "-DKEY=canary-cflags", "CC": "gcc -DTOKEN=canary-cc",
		"AWS_SECRET_ACCESS_KEY": "canary-aws", "GITHUB_TOKEN": "canary-github", "GIT_CONFIG_PARAMETERS": "'http.extraheader=canary-git-header'",
		"SSH_ASKPASS": "/bin/echo canary-askpass", "GOEXPERIMENT": "",
	} {
		s.Env[name] = value
	}
	s.Write("home/.netrc", "machine git.example.org login ada password canary-netrc\n", 0o600)
	s.Write("home/.gitconfig", "[url \"https://ada:canary-gitconfig@git.example.org/\"]\n\tinsteadOf = https://git.example.org/\n", 0o600)
	s.Write("home/.config/go/env", "GONOPROXY=git.example.org\nGOVCS=*:all\nMY_KEY=canary-goenv\nGOINSECURE=https://ada:canary-goenv-url@git.example.org\n", 0o600)
	s.Write("home/.profile", "export PROFILE_TOKEN=canary-profile GOPROXY=https://ada:canary-profile-proxy@git.example.org\n", 0o600)
	s.Write("home/.config/Code/User/settings.json", `{"http.proxy": "http://ada:canary-user-proxy@127.0.0.1:1", "go.toolsEnvVars": {"TOKEN": "canary-user-tools"},
	"gopls": {"hoverKnd": "NoDocumentation", "apiToken": "canary-user-token"}}`, 0o600)
	s.Write("work/.vscode/settings.json", `{
	// a comment with a secret: canary-comment
	"go.toolsEnvVars": {"MY_TOKEN": "canary-tools", "GOPROXY": "https://ada:canary-tools-proxy@git.example.org"},
	"go.buildFlags": ["-ldflags", "-X main.key=canary-buildflags"], "go.testEnvVars": {"DATABASE": "canary-test-env"},
	"go.languageServerFlags": ["-rpc.trace", "-ocagent=https://ada:canary-server-flags@127.0.0.1:1"],
	"go.delveConfig": {"dlvFlags": ["--token", "canary-delve"]},
	"gopls": {"build.env": {"KEY": "canary-gopls-env"}, "linksInHovr": true, "local": "https://x:canary-gopls-local@y"},
	"terminal.integrated.env.linux": {"TOKEN": "canary-terminal"}
}`, 0o644)
	s.Write("work/.git/config", "[remote \"origin\"]\n\turl = https://ada:canary-git-remote@git.example.org/held.git\n", 0o644)
	s.Write("logs/golang.go/Go.log", "2026-11-21 10:00:00.000 [error] Failed to run 'go env': Get \"https://ada:canary-go-log@git.example.org/?token=canary-go-log-query\": 403\n", 0o644)
	s.Write("logs/golang.go/gopls (server).log", "2026-11-21 10:00:01.000 [info] 2026/11/21 10:00:01 initial workspace load failed: GOPROXY=https://ada:canary-server-log@git.example.org\n"+
		"panic: Get \"https://ada:canary-panic@git.example.org\": refused\n\ngoroutine 1 [running]:\nmain.main(0xcanary)\n", 0o644)
	return s
}

// runsAServer starts the editor's gopls with secrets among its arguments and in its environment.
func (s *site) runsAServer() {
	c := exec.Command(s.Path("bin/gopls"), "-ocagent=http://ada:canary-argument@127.0.0.1:1", "serve")
	c.Dir, c.Env = s.Work, s.Environ()
	in, err := c.StdinPipe()
	s.Must(err)
	s.Must(c.Start())
	s.t.Cleanup(func() {
		_ = in.Close()
		_ = c.Process.Kill()
		_ = c.Wait()
	})
}

// silent fails for each secret in a text.
func (s *site) silent(where, text string) {
	s.t.Helper()
	for _, at := range canary.FindAllStringIndex(text, -1) {
		s.t.Errorf("%s tells a secret: …%s…", where, text[max(0, at[0]-120):min(len(text), at[1]+40)])
	}
}

// Every command in every format, with nothing hidden that may be shown: no face and no file of ours holds a secret.
func TestNoCommandTellsASecret(t *testing.T) {
	t.Parallel()
	s := secretive(t)
	s.runsAServer()
	user := s.Path("home/.config/Code/User/settings.json")
	told := 0
	run := func(args ...string) string {
		t.Helper()
		o := s.Run(args...)
		told += len(o.Stdout)
		s.silent("govitals "+strings.Join(args, " "), o.Stdout+o.Stderr)
		return o.Stdout
	}
	full := run("check", "--tier", "deep", "--format", "json", "--privacy", "full", "--user-settings", user, "--timeout", "60s")
	for _, expected := range []string{"hoverKnd", "git.example.org", "gopls-setting-unknown"} {
		if !strings.Contains(full, expected) {
			t.Errorf("the machine was not looked at: no %s in %s", expected, full)
		}
	}
	s.Write("full.json", full, 0o600)
	s.Write("other.json", run("check", "--tier", "fast", "--format", "json", "--user-settings", user), 0o600)
	for _, format := range report.Formats {
		for _, privacy := range []report.Privacy{report.PrivacyFull, report.PrivacyShare} {
			run("check", "--replay", s.Path("full.json"), "--format", format, "--privacy", string(privacy))
		}
	}
	run("check", "--format", "text", "--privacy", "full", "--user-settings", user)
	for _, format := range []string{"text", "json"} {
		for _, command := range [][]string{{"probe"}, {"isolate", "--timeout", "20s"}, {"tree"}, {"history"}, {"diff", s.Path("full.json"), s.Path("other.json")},
			{"triage", s.Path("full.json")}} {
			run(append(command, "--format", format)...)
		}
	}
	// A plan shows the lines of the user's own file as they are: whoever is to agree has to see what will change.
	s.silent("standard error of govitals fix", s.Run("fix", "gopls-setting-unknown:linksInHovr", "--yes", "--format", "json").Stderr)
	run("undo", "--list", "--format", "json")
	run("undo", "--format", "json")
	if told < 100_000 {
		t.Errorf("only %d bytes were told", told)
	}
	s.keptFilesAreSilent()
}

// keptFilesAreSilent looks through what a run leaves. The journal keeps whole files of the user's own, to give them back: these are
// private.
func (s *site) keptFilesAreSilent() {
	for _, top := range []string{s.State, s.Tmp} {
		s.Must(filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path)
			if strings.HasPrefix(path, filepath.Join(s.State, "fixes")) {
				if info, _ := d.Info(); info.Mode().Perm() != 0o600 {
					s.t.Errorf("%s: mode %v", path, info.Mode())
				}
				return err
			}
			s.silent(path, string(data))
			return err
		}))
	}
}

// What the editor tells of itself comes in over the wire, and holds secrets as well.
func TestNoAnswerTellsASecret(t *testing.T) {
	t.Parallel()
	s := secretive(t)
	s.runsAServer()
	sidecar := s.Serve(nil)
	ask := func(method string, params any) {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
		defer cancel()
		var result json.RawMessage
		if err := sidecar.Conn.Call(ctx, method, params, &result); err != nil {
			t.Errorf("%s: %v", method, err)
		}
		s.silent(method, string(result))
	}
	ask("initialize", map[string]any{"protocol": 1, "client": "test"})
	request := s.Request(map[string]any{"tier": "deep", "noLoginShell": false, "editor": s.secretiveEditor()})
	for _, method := range []string{"diagnose", "probe", "targets"} {
		ask(method, request)
	}
	ask("snapshot", map[string]any{})
	ask("tree", map[string]any{})
	for _, format := range report.Formats {
		for _, privacy := range []report.Privacy{report.PrivacyFull, report.PrivacyShare} {
			ask("report/render", map[string]any{"format": format, "privacy": privacy})
		}
	}
	s.silent("standard error of the sidecar", sidecar.Stderr())
	s.keptFilesAreSilent()
}

func (s *site) secretiveEditor() map[string]any {
	settings, err := os.ReadFile(s.Path("work/.vscode/settings.json"))
	s.Must(err)
	var told []map[string]any
	for key, value := range map[string]any{
		"go.toolsEnvVars": map[string]string{"TOKEN": "canary-told-tools", "GOPROXY": "https://ada:canary-told-proxy@git.example.org"},
		"gopls":           map[string]any{"build.env": map[string]string{"X": "canary-told-env"}, "build.buildFlags": []string{"-ldflags=-X=a.b=canary-told-flags"}},
		"http.proxy":      "http://ada:canary-told-http@127.0.0.1:1",
	} {
		told = append(told, map[string]any{"key": key, "scope": "workspace", "folder": s.Work, "value": value})
	}
	return map[string]any{
		"name": "Code", "version": "1.139.1", "remote": "ssh-remote+box", "hostPid": os.Getpid(), "logDir": s.Path("logs"),
		"environmentAtActivation": map[string]string{"GOPROXY": "https://ada:canary-activation@git.example.org", "KEY": "canary-activation-key"},
		"commands":                []string{"gopls.views"}, "settings": told,
		"settingsFiles": []map[string]any{{"scope": "workspace", "folder": s.Work, "file": s.Path("work/.vscode/settings.json"), "size": len(settings)}},
		"running": map[string]any{"asked": true, "error": "Get https://ada:canary-running@git.example.org/x?key=canary-running-query: refused",
			"views": json.RawMessage(fmt.Sprintf(`[{"ID": "1", "Type": "GoMod", "Root": "file://%s", "Folder": "https://ada:canary-view@git.example.org", "EnvOverlay": ["KEY=canary-overlay"]}]`, s.Work))},
	}
}
