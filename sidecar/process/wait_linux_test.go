package process

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/govitals/govitals/sidecar/health"
)

func TestParseTCP(t *testing.T) {
	const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	got := parseTCP([]byte(head+
		"   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1\n"+
		"   1: 0100007F:1F90 0A00020F:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 12 1\n"+
		"   2: 0100007F:1F90 0A00020F:01BB 02 00000000:00000000 00:00000000 00000000  1000        0 13 1\n"+
		"   3: 00000000000000000000000001000000:1F90 0000000000000000FFFF00000100007F:0050 01 0:0 0:0 0 0 0 14\n"+
		"   4: 00000000000000000000000001000000:1F90 B80D0120000000000000000001000000:01BB 01 0:0 0:0 0 0 0 15\n"+
		"   5: x 0:0 01 0 0 0 0 0 16\n   6: cut\n"), true)
	var all []string
	for _, s := range got {
		all = append(all, fmt.Sprint(s.inode, s.remote, s.opens))
	}
	want := "[12 15.2.0.10:443 false 13 15.2.0.10:443 true 14 127.0.0.1:80 false 15 [2001:db8::1]:443 false]"
	if fmt.Sprint(all) != want {
		t.Errorf("%v", all)
	}
}

func TestAwaitedLocks(t *testing.T) {
	locks := "1: FLOCK  ADVISORY  WRITE 41 fe:00:77 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 42 fe:00:77 0 EOF\n2: POSIX  ADVISORY  READ  42 fe:00:78 0 EOF\n3: -> x\n"
	if got := awaitedLocks([]byte(locks), 42); fmt.Sprint(got) != "[77]" {
		t.Error(got)
	}
	if got := awaitedLocks([]byte(locks), 41); got != nil {
		t.Error(got)
	}
}

// eventually asks until the answer is the expected one: a program needs a moment to begin to wait.
func eventually(t *testing.T, pid int, want health.Wait, on string) Waiting {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; {
		w := Machine{}.Waits(t.Context(), pid)
		if w.For == want && (on == "" || w.On.Text == on) {
			return w
		}
		if time.Now().After(until) {
			t.Fatalf("%+v, want %s", w, want)
		}
	}
}

// wait starts a program of the system that waits for something.
func wait(t *testing.T, extra []*os.File, name string, args ...string) int {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, args...)
	c.ExtraFiles = extra
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	return c.Process.Pid
}

func TestWaitsForReal(t *testing.T) {
	t.Run("lock", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "x.lock")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
			t.Fatal(err)
		}
		if w := eventually(t, wait(t, nil, "flock", path, "true"), health.WaitLock, path); w.On.Class != health.ClassPath {
			t.Errorf("%+v", w)
		}
	})
	t.Run("child", func(t *testing.T) {
		eventually(t, wait(t, nil, "sh", "-c", "sleep 100; true"), health.WaitChild, "sleep")
	})
	t.Run("network", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f, err := c.(*net.TCPConn).File()
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if w := eventually(t, wait(t, []*os.File{f}, "sleep", "100"), health.WaitNetwork, l.Addr().String()); w.On.Class != health.ClassHost {
			t.Errorf("%+v", w)
		}
	})
	t.Run("cpu", func(t *testing.T) {
		eventually(t, wait(t, nil, "sh", "-c", "while :; do :; done"), health.WaitCPU, "")
	})
	t.Run("nothing that shows", func(t *testing.T) {
		eventually(t, wait(t, nil, "sleep", "100"), health.WaitUnknown, "")
	})
}

func TestWaitsForADisk(t *testing.T) {
	r := record(t)
	r.add(7, 1, "go", "S", "")
	r.file(7, "task/7/stat", statLine(7, 1, "go", "S", 1))
	r.file(7, "task/8/stat", statLine(8, 1, "go", "D", 1))
	r.file(7, "task/8/wchan", "nfs_wait_on_request")
	if w := r.Waits(t.Context(), 7); w.For != health.WaitDisk || w.On.Text != "nfs_wait_on_request" {
		t.Errorf("%+v", w)
	}
}

// Connections of other processes stand in the same table, and one that is not answered yet tells most.
func TestWaitsForItsOwnConnection(t *testing.T) {
	r := record(t)
	r.add(7, 1, "go", "S", "")
	r.file(7, "task/7/stat", statLine(7, 1, "go", "S", 1))
	line := "   1: 0100007F:1F90 %s:01BB %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1\n"
	r.file(7, "net/tcp", fmt.Sprintf(line, "01010101", "02", 11)+fmt.Sprintf(line, "02020202", "01", 12)+fmt.Sprintf(line, "03030303", "02", 13))
	r.file(7, "fd/0", "")
	for _, tc := range []struct{ fd, want string }{{"12", "2.2.2.2:443"}, {"13", "3.3.3.3:443"}} {
		if err := os.Symlink("socket:["+tc.fd+"]", r.Machine.file(7, "fd/"+tc.fd)); err != nil {
			t.Fatal(err)
		}
		if w := r.Waits(t.Context(), 7); w.For != health.WaitNetwork || w.On.Text != tc.want {
			t.Errorf("%s: %+v", tc.fd, w)
		}
	}
}
