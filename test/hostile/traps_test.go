//go:build unix

package hostile

import (
	"os"
	"strings"
	"syscall"
)

// trap is one thing that an attacker puts into a folder, or that a folder's tools put into the environment.
type trap struct {
	name string
	set  func(*site)
	// dir is what is examined; empty is the workspace.
	dir string
}

var traps = []trap{
	{"settings that name programs", settingsTrap, ""},
	{"a workspace file with settings and tasks", workspaceFileTrap, "work/evil.code-workspace"},
	{"programs in the folder, and it is on PATH", func(s *site) { s.prependPath(s.arm("work/bin"), s.arm("work")) }, ""},
	{"PATH by relative and empty entries", func(s *site) { s.arm("work"); s.arm("work/bin"); s.prependPath(".", "", "bin", "./bin", "work") }, ""},
	{"PATH through a link from outside", func(s *site) {
		s.arm("work/bin")
		s.Must(os.Symlink(s.Path("work/bin"), s.Path("innocent")))
		s.prependPath(s.Path("innocent"))
	}, ""},
	{"links outside that lead to programs inside", func(s *site) {
		s.arm("work/bin")
		s.Must(os.Mkdir(s.Path("outside"), 0o755))
		for _, tool := range tools {
			s.Must(os.Symlink(s.Path("work/bin/"+tool), s.Path("outside/"+tool)))
		}
		s.prependPath(s.Path("outside"))
	}, ""},
	{"GOBIN, GOPATH, GOROOT and GOENV lead inside", func(s *site) {
		s.arm("work/bin")
		s.Write("work/go.env", "GOFLAGS=-toolexec="+s.payload("work/toolexec")+"\nGOTOOLCHAIN=path\nCC="+s.payload("work/cc")+"\n", 0o644)
		s.Env["GOBIN"], s.Env["GOPATH"], s.Env["GOENV"] = s.Path("work/bin"), s.Work, s.Path("work/go.env")
	}, ""},
	{"a GOROOT in the folder", func(s *site) {
		s.arm("work/bin")
		s.Write("work/go.env", "GOTOOLCHAIN=path\nGOPROXY=https://evil.example\n", 0o644)
		s.Write("work/VERSION", "go1.26.0\n", 0o644)
		s.Env["GOROOT"] = s.Work
	}, ""},
	{"toolexec and drivers in the environment", func(s *site) {
		s.Env["GOFLAGS"] = "-toolexec=" + s.payload("work/toolexec")
		s.Env["GOPACKAGESDRIVER"] = s.payload("work/driver")
		s.Env["CC"], s.Env["CXX"], s.Env["PKG_CONFIG"] = s.payload("work/cc"), s.payload("work/cxx"), s.payload("work/pkg-config")
		s.Env["GOAUTH"], s.Env["GIT_SSH_COMMAND"] = "command "+s.payload("work/auth"), s.payload("work/ssh")
	}, ""},
	{"a toolchain line and the release it names", func(s *site) {
		s.Write("work/go.mod", "module example.com/held\n\ngo 1.26\n\ntoolchain go1.99.9-evil\n", 0o644)
		s.payload("work/go1.99.9-evil")
		s.Env["GOTOOLCHAIN"] = "path"
		s.prependPath(s.Work, ".")
	}, ""},
	{"shims with a payload", func(s *site) { s.prependPath(s.arm("work/.goenv/shims")); s.Env["GOENV_ROOT"] = s.Path("work/.goenv") }, ""},
	{"files of other tools", func(s *site) {
		run := s.payload("work/payload")
		s.Write("work/.envrc", "export PATH=$PWD:$PATH\n"+run+"\n", 0o644)
		s.Write("work/.tool-versions", "golang ref:$("+run+")\n", 0o644)
		s.Write("work/mise.toml", "[env]\nX = \"{{exec(command='"+run+"')}}\"\n", 0o644)
		s.Write("work/rust-toolchain.toml", "[toolchain]\npath = \""+s.Work+"\"\n", 0o644)
		s.Write("work/Cargo.toml", "[package]\nname = \"x\"\nbuild = \"build.rs\"\n", 0o644)
		s.Write("work/.cargo/config.toml", "[build]\nrustc = \""+run+"\"\n", 0o644)
		s.Write("work/.git/config", "[core]\n\tfsmonitor = "+run+"\n\tsshCommand = "+run+"\n", 0o644)
		s.payload("work/.git/hooks/post-checkout")
		s.Write("work/.bashrc", run+"\n", 0o644)
		s.Write("work/.profile", run+"\n", 0o644)
	}, ""},
	{"the login shell is in the folder", func(s *site) { s.Env["SHELL"] = s.payload("work/sh"); s.Env["ENV"] = s.payload("work/rc") }, ""},
	{"names", namesTrap, ""},
	{"vendor with names", func(s *site) {
		namesTrap(s)
		s.Write("work/go.mod", "module example.com/held\n\ngo 1.24\n\nrequire -toolexec=./x v1.0.0\n", 0o644)
		s.Write("work/vendor/modules.txt", "# -toolexec=./x v1.0.0\n## explicit\n-toolexec=./x\n# ../../.. v1.0.0\n../../../etc\n", 0o644)
		s.Write("work/vendor/-toolexec=./x/x.go", "package x\n", 0o644)
	}, ""},
	{"links out and links without end", func(s *site) {
		s.Write("secret", "PASSWORD=marzipan\n", 0o600)
		for name, target := range map[string]string{
			"go.sum": s.Path("secret"), "go.work": s.Path("secret"), "vendor": "/etc", "loop": ".", "self": "self", ".vscode": s.Path("home"), "root": "/",
			"zero.go": "/dev/zero", "pkg": "/proc/self",
		} {
			s.Must(os.Symlink(target, s.Path("work/"+name)))
		}
	}, ""},
	{"files that never end", func(s *site) {
		for _, name := range []string{"go.work", "go.sum", "vendor/modules.txt", ".vscode/settings.json", "stuck.go", ".govitals.yaml", ".envrc", "go.env"} {
			s.Must(os.MkdirAll(s.Path("work/"+name+"/.."), 0o755))
			s.Must(os.MkdirAll(s.Path("work/vendor"), 0o755))
			s.Must(os.MkdirAll(s.Path("work/.vscode"), 0o755))
			s.Must(syscall.Mkfifo(s.Path("work/"+name), 0o644))
		}
	}, ""},
}

func (s *site) prependPath(dirs ...string) {
	s.Env["PATH"] = strings.Join(append(dirs, s.Env["PATH"]), ":")
}
