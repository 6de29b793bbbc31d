//go:build unix

package hostile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/test/drive"
)

func TestMain(m *testing.M) {
	code := m.Run()
	drive.Clean()
	os.Exit(code)
}

// site is a place with a directory for the marks of payloads.
type site struct {
	*drive.Place
	t        *testing.T
	payloads int
}

func newSite(t *testing.T) *site {
	t.Helper()
	p := drive.New(t)
	p.Must(os.Mkdir(p.Path("marks"), 0o777))
	return &site{Place: p, t: t}
}

// payload writes an executable that leaves a mark, and answers like nothing.
func (s *site) payload(name string) string {
	s.payloads++
	return s.Script(name, `printf '%s\n' "$0 $*" >>'`+s.Path("marks")+`/'"$(/usr/bin/basename "$0")"`+"\nexit 1")
}

// unexecuted fails for each payload that left its mark.
func (s *site) unexecuted() {
	s.t.Helper()
	marks, err := filepath.Glob(s.Path("marks/*"))
	s.Must(err)
	for _, mark := range marks {
		data, _ := os.ReadFile(mark)
		s.t.Errorf("executed %s: %s", filepath.Base(mark), data)
	}
}

// tools are the programs that somebody looks up by name, on the way from an editor to a diagnosis.
var tools = []string{
	"go", "gopls", "dlv", "gopackagesdriver", "git", "hg", "ssh", "sh", "bash", "env", "cc", "gcc", "ld", "toolexec", "rustc", "rustup", "cargo",
	"direnv", "mise", "asdf", "staticcheck", "gofmt", "goimports", "file", "sysctl", "ps", "uname", "locale", "getconf", "which", "node", "govitals",
}

// arm puts a payload for each tool into a directory below the root.
func (s *site) arm(dir string) string {
	for _, tool := range tools {
		s.payload(filepath.Join(dir, tool))
	}
	return s.Path(dir)
}
