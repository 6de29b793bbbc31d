//go:build linux

package faults

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/history"
	"github.com/govitals/govitals/test/drive"
)

// clock is a machine's clock that can be set, as the program sees it: built with a time.Now that adds what a file says. Its
// monotonic part, timers and deadlines run on, as they do when a real clock is set. The clock of this machine is left alone.
type clock struct {
	place *drive.Place
	file  string
}

// The file is mapped into memory, because timers ask for the time where no system call may be made.
const setClock = `package time

import (
	"sync/atomic"
	"syscall"
	"unsafe"
)

var setBy *int64

func init() {
	name, _ := syscall.Getenv("TEST_CLOCK")
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer syscall.Close(fd)
	if page, err := syscall.Mmap(fd, 0, 8, syscall.PROT_READ, syscall.MAP_SHARED); err == nil {
		setBy = (*int64)(unsafe.Pointer(&page[0]))
	}
}

// SetBy is how many seconds the clock was set by.
func SetBy() int64 {
	if setBy == nil {
		return 0
	}
	return atomic.LoadInt64(setBy)
}
`

func newClock(t *testing.T) clock {
	t.Helper()
	p := drive.New(t)
	now := filepath.Join(p.GoRoot, "src", "time", "time.go")
	began, err := filepath.Abs("../../sidecar/process/machine_linux.go")
	p.Must(err)
	p.Rebuild(map[string]string{
		filepath.Join(filepath.Dir(now), "set_by.go"): setClock,
		now:   replaced(t, now, "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n", "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n\tsec += SetBy()\n"),
		began: replaced(t, began, "now.Nano()-since.Nano()", "now.Nano()+time.SetBy()*1e9-since.Nano()"),
	})
	c := clock{p, p.Path("clock")}
	p.Env["TEST_CLOCK"] = c.file
	c.set(0)
	return c
}

func replaced(t *testing.T, file, old, new string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil || strings.Count(string(text), old) != 1 {
		t.Fatalf("%s is not as this test knows it: %v", file, err)
	}
	return strings.Replace(string(text), old, new, 1)
}

func (c clock) set(by time.Duration) {
	c.place.T.Helper()
	f, err := os.OpenFile(c.file, os.O_CREATE|os.O_WRONLY, 0o644) // the same file: it is mapped
	c.place.Must(err)
	_, err = f.Write(binary.NativeEndian.AppendUint64(nil, uint64(by/time.Second)))
	c.place.Must(errors.Join(err, f.Close()))
}

// jumps are how far clocks are set: by an hour and a day, to the beginning of all clocks, and far beyond.
func jumps() []time.Duration {
	return []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour, -time.Since(time.Unix(0, 0)), time.Until(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)), 0}
}

// A clock that is set between and during requests: each is answered, no time is negative, the history keeps its order, and no
// directory of another sidecar that lives is swept away.
func TestClockIsSet(t *testing.T) {
	c := newClock(t)
	p := c.place
	warm(p)
	other := p.Path(fmt.Sprintf("tmp/govitals-scratch-other-%d-1", os.Getpid()))
	p.Must(os.Mkdir(other, 0o700))
	dead := p.Path("tmp/govitals-scratch-other-0-1") // no process has this id
	p.Must(os.Mkdir(dead, 0o700))
	s := p.Serve(nil)
	random := chance(t)
	asked, broken := 0, false
	for range times(1, 5) {
		for _, by := range jumps() {
			broken = !broken // so that each diagnosis is worth remembering
			p.Write("work/.vscode/settings.json", fmt.Sprintf(`{"go.goroot": %q}`, map[bool]string{true: "/gone", false: p.GoRoot}[broken]), 0o644)
			c.set(by)
			var all sync.WaitGroup
			for _, more := range []map[string]any{{"tier": "fast"}, nil} {
				asked++
				all.Go(func() { answeredInTime(t, s, more, broken) })
			}
			time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond)
			c.set(jumps()[random.IntN(len(jumps()))])
			begun := time.Now()
			all.Wait()
			t.Logf("set by %s: answered within %s", by.Round(time.Second), time.Since(begun).Round(100*time.Millisecond))
		}
	}
	if !s.End(10 * time.Second) {
		t.Error("does not end")
	}
	c.set(0)
	var moments []health.Moment
	kept, err := history.Store{Dir: p.State}.All()
	p.Must(err)
	for _, place := range kept {
		moments = append(moments, place.Moments...)
	}
	for i := 1; i < len(moments); i++ {
		if moments[i].Badge == moments[i-1].Badge {
			t.Errorf("moment %d is %s like the one before it", i, moments[i].Badge)
		}
	}
	if !slices.ContainsFunc(moments, func(m health.Moment) bool { return strings.HasPrefix(string(m.At), "1970-") }) || len(moments) < len(jumps())-1 {
		t.Errorf("moments %+v", moments)
	}
	sweepTried(c, other, dead)
	c.set(0)
	p.Must(os.RemoveAll(other))
	p.NothingLeft(5 * time.Second)
	p.CleanTemporaries()
	whole(p)
	t.Logf("%d requests, %d moments", asked, len(moments))
	p.Write("work/.vscode/settings.json", "{}", 0o644)
	works(p)
}

// sweepTried starts a program of its own, which sweeps once: on a day on which whatever lies there is old.
func sweepTried(c clock, lives, dead string) {
	p := c.place
	c.set(jumps()[5])
	p.Run("check", "--login-shell=off")
	if _, err := os.Stat(lives); err != nil {
		p.T.Errorf("swept away from a process that lives: %v", err)
	}
	if _, err := os.Stat(dead); err == nil {
		p.T.Error("nothing was swept, although its process is gone and a day has passed")
	}
}

func answeredInTime(t *testing.T, s *drive.Sidecar, more map[string]any, broken bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	d, err := s.Diagnose(ctx, more)
	if err != nil {
		t.Errorf("request %v: %v", more, err)
		return
	}
	if found := slices.Contains(titles(d), "setting-path-unusable:go.goroot"); found != broken {
		t.Errorf("request %v: broken %v, findings %v", more, broken, titles(d))
	}
	took := []float64{float64(d.TookMs)}
	for _, c := range d.Checks {
		took = append(took, c.TookMs)
	}
	for _, probe := range d.Probes {
		took = append(took, probe.TookMs)
	}
	if slices.Min(took) < 0 || slices.Max(took) > float64(2*time.Minute.Milliseconds()) {
		t.Errorf("request %v took %v", more, took)
	}
	if _, err := time.Parse(time.RFC3339, d.StartedAt); err != nil {
		t.Error(err)
	}
}

// Fixes that are applied while the clock is set back are taken back in the order in which they were made, not in that of their times.
func TestClockIsSetBetweenFixes(t *testing.T) {
	c := newClock(t)
	p := c.place
	const text = "{\n  // kept\n  \"go.goroot\": \"/gone\",\n}\n"
	days := []time.Duration{0, -24 * time.Hour, jumps()[4]}
	for i, by := range days {
		dir := fmt.Sprint("work", i)
		p.Write(dir+"/go.mod", "module example.com/m\n", 0o644)
		p.Write(dir+"/m.go", "package m\n", 0o644)
		p.Write(dir+"/.vscode/settings.json", text, 0o644)
		c.set(by)
		if o := p.Run("fix", "setting-path-unusable", "--yes", p.Path(dir)); o.Exit != 0 {
			t.Fatalf("fix %d: exit %d\n%s%s", i, o.Exit, o.Stdout, o.Stderr)
		}
	}
	c.set(jumps()[5])
	for i := len(days) - 1; i >= 0; i-- {
		if o := p.Run("undo"); o.Exit != 0 {
			t.Fatalf("undo: exit %d\n%s%s", o.Exit, o.Stdout, o.Stderr)
		}
		for k := range days {
			now, err := os.ReadFile(p.Path(fmt.Sprintf("work%d/.vscode/settings.json", k)))
			p.Must(err)
			if back := string(now) == text; back != (k >= i) {
				t.Errorf("after %d were taken back, that of fix %d is %q", len(days)-i, k+1, now)
			}
		}
		c.set(time.Duration(i) * time.Hour)
	}
	if o := p.Run("undo"); o.Exit == 0 {
		t.Errorf("there is nothing left, but %s", o.Stdout)
	}
	p.NothingLeft(2 * time.Second)
	p.CleanTemporaries()
}
