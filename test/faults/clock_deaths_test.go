//go:build linux

package faults

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/test/drive"
)

// window is what stands for an extension host with golang.go: it starts a gopls five times, each after the end of the one before
// it, and writes a log by the clock that is set.
type window struct {
	clock
	s    *drive.Sidecar
	host int
	says *bufio.Scanner
	more map[string]any // of requests
}

func openWindow(c clock) *window {
	p := c.place
	sleep, err := os.ReadFile("/bin/sleep")
	p.Must(err)
	p.Write("host/gopls", string(sleep), 0o755)
	p.Write("logs/golang.go/Go.log", "", 0o644)
	p.Write("logs/golang.go/gopls (server).log", "", 0o644)
	host := exec.Command("/bin/sh", "-c", `for i in 1 2 3 4 5; do "$0" 300 & echo $!; wait $!; done 2>/dev/null; exec /bin/sleep 300`, p.Path("host/gopls"))
	host.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := host.StdoutPipe()
	p.Must(err)
	p.Must(host.Start())
	p.T.Cleanup(func() {
		_ = syscall.Kill(-host.Process.Pid, syscall.SIGKILL)
		_ = host.Wait()
	})
	w := &window{clock: c, s: p.Serve(nil), host: host.Process.Pid, says: bufio.NewScanner(out)}
	w.more = map[string]any{"editor": map[string]any{"name": "Code", "version": "1.101.0", "hostPid": w.host, "logDir": p.Path("logs")}}
	return w
}

func (w *window) write(by time.Duration, file, words string) {
	f, err := os.OpenFile(w.place.Path("logs/golang.go/"+file), os.O_APPEND|os.O_WRONLY, 0)
	w.place.Must(err)
	_, err = fmt.Fprintf(f, "%s [info] %s\n", time.Now().Add(by).Format("2006-01-02 15:04:05.000"), words)
	w.place.Must(errors.Join(err, f.Close()))
}

// diagnose returns the report and the life of the servers that it is about.
func (w *window) diagnose() (report.Document, health.Life) {
	w.place.T.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	d, err := w.s.Diagnose(ctx, w.more)
	w.place.Must(err)
	var result struct{ Snapshot health.Snapshot }
	w.place.Must(w.s.Conn.Call(ctx, "snapshot", map[string]any{}, &result))
	return d, result.Snapshot.Life
}

func (w *window) until(fits func(health.Life) bool) {
	w.place.T.Helper()
	_, life := w.diagnose()
	for end := time.Now().Add(time.Minute); !fits(life); _, life = w.diagnose() {
		if time.Now().After(end) {
			w.place.T.Fatalf("in a minute it did not become so: %+v", life)
		}
	}
}

// A clock that is set back, forward and back between the five deaths of a gopls: they are counted as they came, and the badge says so.
func TestClockIsSetBetweenDeaths(t *testing.T) {
	c := newClock(t)
	w := openWindow(c)
	w.write(-2*time.Hour, "Go.log", "Try to start language server - activation (enabled: true)")
	var by time.Duration
	var died []time.Time
	for i, next := range []time.Duration{-time.Hour, -24 * time.Hour, 24 * time.Hour, jumps()[4].Truncate(time.Second), -time.Hour} {
		if !w.says.Scan() {
			t.Fatal("the host says nothing")
		}
		pid, err := strconv.Atoi(w.says.Text())
		c.place.Must(err)
		w.until(func(l health.Life) bool { return l.Alive == pid && l.Crashes == i })
		died = append(died, time.Now().Add(by))
		c.place.Must(syscall.Kill(pid, syscall.SIGKILL))
		w.write(by, "gopls (server).log", "Server process exited with signal SIGKILL.")
		if i%2 == 0 { // or else it is set before anybody can have noticed
			w.until(func(l health.Life) bool { return l.Crashes == i+1 })
		}
		by = next
		c.set(by)
	}
	d, life := w.diagnose()
	crashes := slices.DeleteFunc(slices.Clone(life.Events), func(e health.LifeEvent) bool { return e.Kind != health.EventCrashed })
	for i, e := range crashes {
		at, err := time.Parse(time.RFC3339, string(e.At))
		if i >= len(died) || err != nil || i%2 == 0 && at.Sub(died[i]).Abs() > 10*time.Second || e.From != health.FromBoth {
			t.Errorf("crash %d is %+v, died at %v", i+1, e, died)
		}
	}
	bad := slices.IndexFunc(d.Findings, func(f report.Finding) bool { return f.Check == "gopls-crash-loop" && f.Severity == health.Error })
	if len(crashes) != 5 || life.Crashes != 5 || !life.GivenUp || bad < 0 || d.Badge != health.BadgeError {
		t.Errorf("%d crashes, given up %v, badge %s, findings %v: %+v", life.Crashes, life.GivenUp, d.Badge, titles(d), life.Events)
	}
	c.set(-24 * time.Hour)
	c.place.Must(w.s.Conn.Notify(t.Context(), "life/asked", json.RawMessage(fmt.Sprintf(`{"hostPid":%d,"by":"restart"}`, w.host))))
	w.until(func(l health.Life) bool { return l.Crashes == 0 && !l.GivenUp }) // it counts anew
	if !w.s.End(10 * time.Second) {
		t.Error("does not end")
	}
	c.place.NothingLeft(5 * time.Second)
}
