package process

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// hello says that it runs and ends with its input.
const hello = "package main\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nfunc main() {\n\tos.Stdout.WriteString(\"ready\\n\")\n\tio.Copy(io.Discard, os.Stdin)\n}\n"

// built builds hello for another architecture.
func built(t *testing.T, arch string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/hello\n\ngo 1.26\n", "main.go": hello} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("go", "build", "-o", "gopls", ".")
	c.Dir, c.Env = dir, append(os.Environ(), "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return filepath.Join(dir, "gopls")
}

// running starts a program and waits until it says that it runs.
func running(t *testing.T, dir, name string, args ...string) int {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = c.Process.Kill(); _, _ = io.Copy(io.Discard, out); _ = c.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); strings.TrimSpace(line) != "ready" {
		t.Fatal(line, err)
	}
	return c.Process.Pid
}

func gathered(t *testing.T, pid int) Node {
	t.Helper()
	m := Machine{}
	e, err := m.Look(pid)
	if err != nil {
		t.Fatal(err)
	}
	native, by := m.Native()
	if native == "" || by == "" {
		t.Fatalf("the hardware is %q by %q", native, by)
	}
	n := Node{Entry: e, Detail: m.Detail(pid)}
	n.Code = m.Running(e, n.Detail, native)
	return n
}

// A program of another architecture, which an emulator really runs.
func TestReallyEmulated(t *testing.T) {
	foreign, emulator := "arm64", "qemu-aarch64-static"
	if runtime.GOARCH == "arm64" {
		foreign, emulator = "amd64", "qemu-x86_64-static"
	}
	path, err := exec.LookPath(emulator)
	if err != nil {
		t.Skip("no QEMU user mode here; scripts/tools emulator installs it")
	}
	program := built(t, foreign)
	for name, pid := range map[string]int{
		"by its path": running(t, "", path, program, "-mode=stdio"),
		"from within": running(t, filepath.Dir(program), path, "./gopls", "-mode=stdio"),
	} {
		n := gathered(t, pid)
		if n.Code.State != health.ProcessEmulated || n.Code.Architecture != foreign || n.Code.Program != program || filepath.Base(n.Code.Emulator) != emulator {
			t.Errorf("%s: %+v", name, n.Code)
		}
		if role, _ := markedRole(n); role != health.RoleGopls || len(n.Code.Arguments) != 2 {
			t.Errorf("%s: it is %q, %q", name, role, n.Code.Arguments)
		}
	}
}

func TestReallyNative(t *testing.T) {
	program := built(t, runtime.GOARCH)
	pid := running(t, "", program)
	if err := os.Remove(program); err != nil {
		t.Fatal(err)
	}
	n := gathered(t, pid)
	if n.Code.State != health.ProcessNative || n.Code.Architecture != runtime.GOARCH || n.Code.Program != program || !n.Detail.Deleted || n.Detail.UID != os.Getuid() {
		t.Errorf("%+v %+v", n.Code, n.Detail)
	}
	f, err := Machine{}.OpenProgram(pid, n.Code)
	if err != nil {
		t.Fatal("the program of a process is lost with its file: ", err)
	}
	_ = f.Close()
	env, err := Machine{}.Environ(pid)
	if err != nil || len(env) == 0 {
		t.Error(env, err)
	}
}

// What the emulator shows of itself to its guest, as recorded.
func TestInsideAnEmulator(t *testing.T) {
	r := record(t)
	r.Machine.Me = 7
	r.add(7, 1, "qemu-aarch64-st", "S", "/w/govitals", "/w/govitals", "tree")
	if err := os.MkdirAll(filepath.Join(r.Root, "self"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Root, "self/status"), []byte("Name:\tqemu-aarch64-st\nUmask:\t0022\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if native, _ := r.Native(); native != "" {
		t.Errorf("uname is believed: %q", native)
	}
	e, err := r.Look(7)
	if err != nil {
		t.Fatal(err)
	}
	if code := r.Running(e, r.Detail(7), "amd64"); code.State != health.ProcessEmulated || code.Program != "/w/govitals" || code.Emulator != "qemu-aarch64-st" {
		t.Errorf("%+v", code)
	}
	if err := os.MkdirAll(filepath.Join(r.Root, "sys/kernel"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Root, "sys/kernel/arch"), []byte("x86_64\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if native, by := r.Native(); native != "amd64" || by != "kernel" {
		t.Errorf("%q by %q", native, by)
	}
}

// The whole of this test's own tree, at the real thing.
func TestGatherOurselves(t *testing.T) {
	child := start(t, "exit")
	f, err := Machine{}.Gather(t.Context(), Scope{Self: os.Getpid(), Around: os.Getpid(), Whole: true, Most: 400})
	if err != nil || f.Roles[os.Getpid()] != health.RoleSidecar || f.Total < 2 {
		t.Fatalf("%+v %v", f.Roles, err)
	}
	if n, ok := f.Nodes[child.Process.Pid]; !ok || n.Parent != os.Getpid() || n.Code.State != health.ProcessNative {
		t.Errorf("%+v", n)
	}
}
