package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestCompilers(t *testing.T) {
	for _, tc := range []struct {
		name, system, cc, path, want, command string
		exec                                  []string
	}{
		{"found", "linux", "gcc", "/opt/bin:/usr/bin", "/usr/bin/gcc", "gcc", []string{"/usr/bin/gcc"}},
		{"not on this path", "linux", "gcc", "/opt/bin", "", "gcc", []string{"/usr/bin/gcc"}},
		{"with arguments", "linux", "zig cc -target x", "/usr/bin", "/usr/bin/zig", "zig", []string{"/usr/bin/zig"}},
		{"absolute", "linux", "/opt/llvm/clang", "/usr/bin", "/opt/llvm/clang", "/opt/llvm/clang", []string{"/opt/llvm/clang"}},
		{"relative entry", "linux", "gcc", "bin", "", "gcc", []string{"/w/bin/gcc"}},
		{"windows", "windows", "gcc", `C:\msys64\bin;C:\x`, `C:\msys64\bin\gcc.exe`, "gcc", []string{`C:\msys64\bin\gcc.exe`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newFake(t, tc.system, "")
			m.exec(tc.exec...)
			facts := func(s *health.Snapshot, p *Private) {
				s.Sources = []health.SourceTree{{Folder: "/w", Cgo: []health.CgoFile{{File: "/w/c.go"}}}, {Folder: "/pure"}}
				p.GoValues = map[health.Path]map[string]string{"/w": {"CC": tc.cc}, "/pure": {"CC": tc.cc}}
				p.ToolEnv = map[health.Path][]string{"/w": {"PATH=" + tc.path}}
			}
			none := func(*health.Snapshot, *Private) {}
			s := examine(t, m, Request{Tier: health.TierStandard}, still(health.ProbeSources, facts), still(health.ProbeGoEnv, none), still(health.ProbeToolEnv, none),
				still(health.ProbeGOENV, none), still(health.ProbeSettings, none), compilersProbe)
			if len(s.Compilers) != 1 || s.Compilers[0].Path != health.Path(tc.want) || s.Compilers[0].Command != health.Text(tc.command) {
				t.Errorf("%+v, want %s", s.Compilers, tc.want)
			}
		})
	}
}
