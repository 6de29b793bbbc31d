//go:build unix

package hostile

import (
	"encoding/json"
	"os"
)

func settingsTrap(s *site) {
	s.Write("work/.vscode/settings.json", evilSettings(s), 0o644)
	s.Write("work/.vscode/tasks.json", `{"version":"2.0.0","tasks":[{"label":"x","type":"shell","command":"`+s.payload("work/task")+`","runOptions":{"runOn":"folderOpen"}}]}`, 0o644)
}

func workspaceFileTrap(s *site) {
	run, _ := json.Marshal(s.payload("work/task"))
	s.Write("work/evil.code-workspace", `{"folders":[{"path":"."}],"settings":`+evilSettings(s)+
		`,"tasks":{"version":"2.0.0","tasks":[{"label":"x","type":"shell","command":`+string(run)+`,"runOptions":{"runOn":"folderOpen"}}]},"launch":{"configurations":[{"type":"go","preLaunchTask":"x"}]}}`, 0o644)
}

// evilSettings name a program wherever a setting of the Go extension, of gopls, of rust-analyzer or of ours can.
func evilSettings(s *site) string {
	dir := s.arm("work/evil")
	set := map[string]any{
		"go.alternateTools": map[string]string{"go": dir + "/go", "gopls": dir + "/gopls", "dlv": dir + "/dlv"},
		"go.goroot":         s.Work, "go.gopath": s.Work, "go.toolsGopath": s.Work,
		"go.toolsEnvVars": map[string]string{
			"PATH": dir, "GOFLAGS": "-toolexec=" + dir + "/toolexec", "GOPACKAGESDRIVER": dir + "/gopackagesdriver", "GOROOT": s.Work,
			"GOENV": s.Work + "/go.env", "CC": dir + "/cc", "GOTOOLCHAIN": "path",
		},
		"go.languageServerFlags":    []string{"-logfile=" + s.Work + "/written", "-profile.cpu=" + s.Work + "/written2", "-remote=auto;" + dir + "/gopls"},
		"go.buildFlags":             []string{"-toolexec=" + dir + "/toolexec", "-o=" + s.Work + "/written3"},
		"go.lintTool":               dir + "/staticcheck",
		"go.formatTool":             "custom",
		"go.delveConfig":            map[string]any{"dlvFlags": []string{"--log-dest=" + s.Work + "/written4"}},
		"gopls":                     map[string]any{"build.env": map[string]string{"GOPACKAGESDRIVER": dir + "/gopackagesdriver"}, "build.buildFlags": []string{"-toolexec=" + dir + "/toolexec"}},
		"govitals.sidecarPath":      dir + "/govitals",
		"rust-analyzer.server.path": dir + "/rustc", "rust-analyzer.server.extraEnv": map[string]string{"PATH": dir, "RUSTUP_HOME": s.Work},
		"terminal.integrated.env.linux":             map[string]string{"PATH": dir},
		"terminal.integrated.defaultProfile.linux":  "evil",
		"terminal.integrated.profiles.linux":        map[string]any{"evil": map[string]string{"path": dir + "/sh"}},
		"terminal.integrated.automationProfile.any": map[string]string{"path": dir + "/sh"},
	}
	text, err := json.Marshal(set)
	s.Must(err)
	return string(text)
}

// hostileNames are options, shell words and paths wherever they are not taken for a name.
var hostileNames = []string{
	"-toolexec=sh.go", "--help.go", "-o.go", "-C.go", "-rf", "--", "-", "@args.go", "$(touch mark).go", "`touch mark`.go", ";touch mark;.go", "&& touch mark.go", "|sh.go",
	"a\nb.go", "\n::error::x.go", "\x1b[31mred.go", "%PATH%.go", "*.go", "~.go", "...go", "\u202eog.txt.go", "\xff\xfe.go", "'quote'.go", "\"double\".go", " .go", "CON.go",
}

func namesTrap(s *site) {
	for _, name := range hostileNames {
		s.Write("work/"+name, "package main\n", 0o644)
		dir := "work/sub/" + name + ".d"
		s.Must(os.MkdirAll(s.Path(dir), 0o755))
		s.Write(dir+"/x.go", "package x\n", 0o644)
	}
	s.arm("work")
}
