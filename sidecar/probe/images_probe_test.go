package probe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// imagesNeeds are the probes until images, with those that a test makes up.
func imagesNeeds(extra ...*Probe) []*Probe {
	return slices.Concat(untilLookup, []*Probe{toolLookupProbe}, extra, []*Probe{imagesProbe})
}

func TestImagesProbe(t *testing.T) {
	c := lookupCase{env: []string{"PATH=/usr/bin", "HOME=/home/ada"}, exec: []string{"/usr/bin/go", "/usr/bin/gopls", "/usr/bin/cc"}}
	f, r := c.machine(t)
	r.Tier = health.TierStandard
	f.write("/opt/go/bin/go", string(elfProgram(62, 2, "/lib64/ld-linux-x86-64.so.2"))).mode = 0o755
	f.write("/usr/bin/go", "#!/bin/sh\nexec asdf exec go \"$@\" # -H canary1\n").mode = 0o755
	f.write("/usr/bin/gopls", "#!/bin/sh\nexport TOKEN=canary2\nexec curl -H canary3 \"$@\"\n").mode = 0o755
	f.write("/usr/bin/cc", "#!/bin/sh\nexec /opt/token=canary4/cc \"$@\"\n").mode = 0o755
	f.write("/opt/govitals", realProgram(t, "golang.org/x/tools/gopls", "linux", "amd64"))
	m := &toldSystem{fakeSystem: f, self: "/opt/govitals"}
	folder := foldersOf(&Examination{System: m, Request: r})[0]
	s := examine(t, m, r, imagesNeeds(
		still(health.ProbeGoEnv, func(s *health.Snapshot, p *Private) {
			s.GoEnvs = []health.GoEnv{{Folder: folder, Go: "/usr/bin/go"}}
			p.GoValues = map[health.Path]map[string]string{folder: {"GOROOT": "/opt/go", "CC": "cc"}}
		}),
		still(health.ProbeProcesses, func(s *health.Snapshot, _ *Private) {
			s.Processes.List = []health.Process{{PID: 1, Role: health.RoleEditorServer, Executable: "/opt/code/node"}}
		}))...)
	var got []string
	for _, i := range s.Images {
		got = append(got, fmt.Sprint(i.Tool, " ", i.Path, " ", i.Kind, " ", len(i.Chain)))
	}
	compare(t, "images", got, []string{"go /usr/bin/go script 2", "go /opt/go/bin/go elf 0", "gopls /usr/bin/gopls script 1", "cc /usr/bin/cc script 2",
		"govitals /opt/govitals elf 0", "editor /opt/code/node unreadable 0"})
	assertNoCanary(t, s)
	if len(f.ran) > 0 {
		t.Errorf("ran %v", f.ran)
	}
}

// TestImagesOfThisMachine reads real executables: this test's own, through a link, and the go that runs it through a script.
func TestImagesOfThisMachine(t *testing.T) {
	self, err := Machine{}.Self()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	link := filepath.Join(dir, "tool"+filepath.Ext(self))
	if err := os.Symlink(self, link); err != nil {
		t.Fatalf("a symbolic link: %v", err)
	}
	images := imagesOf(Machine{}, "govitals", link, nil)
	if i := images[0]; len(images) != 1 || len(i.Slices) != 1 || string(i.Slices[0].Architecture) != runtime.GOARCH || i.Slices[0].Build == nil || len(i.Chain) != 2 || i.Chain[1].How != health.HopProgram {
		t.Errorf("it is %+v", images)
	}
	if runtime.GOOS == "windows" {
		return // a script there is a batch file: TestChainOnWindows
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "go")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nexec '"+goTool+"' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	images = imagesOf(Machine{}, "go", script, nil)
	if len(images) != 2 || images[1].Identity != "cmd/go" || images[0].Chain[0].How != health.HopScript {
		t.Errorf("they are %+v", images)
	}
}

// stuck is a machine on which reading takes for ever after a while: the context of the probe ends in the meantime.
type stuck struct {
	*toldSystem
	end context.CancelFunc
}

func (s stuck) Open(path string) (File, error) {
	f, err := s.toldSystem.Open(path)
	s.end()
	return f, err
}

func TestImagesOutOfTime(t *testing.T) {
	m := &toldSystem{fakeSystem: newFake(t, "darwin", "")}
	m.write("/b/gopls", realProgram(t, "golang.org/x/tools/gopls", "darwin", "arm64"))
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	images := lookAtImage(ctx, &Examination{System: stuck{m, cancel}}, subject{"gopls", "/b/gopls"})
	if s := images[0].Slices[0]; s.Signature.State != health.SignatureUnknown || s.Signature.Error == "" || s.Build == nil {
		t.Errorf("it is %+v", s)
	}
}

func TestAttributeOfThisMachine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	asked, ok := System(Machine{}).(attributes)
	if !ok {
		if runtime.GOOS == "darwin" || runtime.GOOS == "linux" {
			t.Error("this system has attributes")
		}
		return
	}
	if value, err := asked.Attribute(file, "user.govitals.none", 10); !errors.Is(err, errNoAttribute) {
		t.Errorf("an attribute that is not there: %q, %v", value, err)
	}
	if _, err := asked.Attribute(file+"gone", "user.govitals.none", 10); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}
