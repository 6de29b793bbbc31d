package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/process"
)

const (
	hostPID = 100
	selfPID = 101
)

// machine is a table of processes in memory; within a bubble of synctest its clock is the bubble's.
type machine struct {
	mu       sync.Mutex
	table    map[int]*fake
	next     uint64
	silent   bool // it announces no ends
	lists    int  // how often children were listed, of the host
	waits    process.Waiting
	resident int64
	setBy    time.Duration // the clock, by which starts are told
}

type fake struct {
	process.Proc
	detail process.Detail
	began  time.Time
	end    chan process.Exit
	main   string
}

func newMachine() *machine {
	m := &machine{table: map[int]*fake{}, waits: process.Waiting{For: health.WaitNetwork, On: health.V(health.Host("proxy.example:443"))}}
	m.start(1, hostPID, "/opt/code/node", "--type=extensionHost")
	m.start(hostPID, selfPID, "/ext/bin/govitals", "serve")
	return m
}

// start adds a process; an empty executable is one that cannot be read.
func (m *machine) start(parent, pid int, executable string, args ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next++
	m.table[pid] = &fake{
		Proc:   process.Proc{PID: pid, Parent: parent, Started: m.next, Name: base(executable)},
		detail: process.Detail{Executable: executable, Arguments: append([]string{executable}, args...)},
		began:  time.Now(), end: make(chan process.Exit, 1),
	}
}

func (m *machine) gopls(pid int) {
	m.start(hostPID, pid, "/go/bin/gopls", "-mode=stdio")
	m.start(pid, pid+5000, "/go/bin/gopls", telemetry)
}

func (m *machine) kill(pid int, exit process.Exit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.table[pid]
	delete(m.table, pid)
	if !m.silent {
		p.end <- exit
	}
}

func (m *machine) change(pid int, f func(*fake)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f(m.table[pid])
}

func (m *machine) Children(pid int) (out []process.Proc, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if pid == hostPID {
		m.lists++
	}
	if m.table[pid] == nil {
		return nil, errors.New("no such process")
	}
	for _, p := range m.table {
		if p.Parent == pid {
			out = append(out, p.Proc)
		}
	}
	return out, nil
}

func (m *machine) get(pid int) (fake, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.table[pid]; p != nil {
		return *p, true
	}
	return fake{}, false
}

func (m *machine) Identify(pid int) (process.ID, error) {
	p, ok := m.get(pid)
	if !ok {
		return process.ID{}, process.ErrGone
	}
	return p.ID(), nil
}

func (m *machine) Alive(id process.ID) bool {
	p, ok := m.get(id.PID)
	return ok && p.ID() == id
}

func (m *machine) Detail(pid int) process.Detail              { p, _ := m.get(pid); return p.detail }
func (m *machine) Began(id process.ID) time.Time              { p, _ := m.get(id.PID); return p.began.Add(m.setBy) }
func (m *machine) Resident(int) int64                         { m.mu.Lock(); defer m.mu.Unlock(); return m.resident }
func (m *machine) Waits(context.Context, int) process.Waiting { return m.waits }

func (m *machine) Package(executable string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.table {
		if p.detail.Executable == executable {
			return p.main
		}
	}
	return ""
}

func (m *machine) WatchExit(ctx context.Context, id process.ID) (<-chan process.Exit, error) {
	p, ok := m.get(id.PID)
	if !ok {
		return nil, process.ErrGone
	}
	if m.silent {
		return nil, errors.ErrUnsupported
	}
	out := make(chan process.Exit, 1)
	go func() {
		defer close(out)
		select {
		case e := <-p.end:
			out <- e
		case <-ctx.Done():
		}
	}()
	return out, nil
}

// scene is a watch of a machine.
type scene struct {
	*machine
	t       *testing.T
	watcher *Watcher
	dir     string // of the logs
	clock   *clock

	mu      sync.Mutex
	changes []Change
}

// clock is the bubble's, plus what the machine slept.
type clock struct {
	probe.Machine
	mu    sync.Mutex
	slept time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.slept)
}

func (c *clock) sleep(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept += d
}

// stage runs a test within a bubble: times are exact, and a goroutine that is left at the end fails it.
func stage(t *testing.T, prepare func(*machine), body func(*scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{machine: newMachine(), t: t, dir: t.TempDir(), clock: &clock{}}
		if prepare != nil {
			prepare(s.machine)
		}
		w, err := Start(t.Context(), Options{Host: hostPID, Self: selfPID, LogDir: s.dir, System: s.clock, Source: s.machine,
			Changed: func(c Change) {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.changes = append(s.changes, c)
			}, Log: func(text string) { t.Error(text) }})
		if err != nil {
			t.Fatal(err)
		}
		s.watcher = w
		s.pass(50 * time.Millisecond)
		body(s)
		w.Stop()
	})
}

// pass lets time pass.
func (s *scene) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// log appends lines to golang.go's log files, at the present moment.
func (s *scene) log(file, level, text string) {
	s.t.Helper()
	dir := filepath.Join(s.dir, "golang.go")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintf(f, "%s [%s] %s\n", s.clock.Now().Local().Format("2006-01-02 15:04:05.000"), level, text)
}

func (s *scene) reasons() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, c := range s.changes {
		out = append(out, string(c.Reason))
	}
	return strings.Join(out, " ")
}

// story tells the events in short.
func (s *scene) story() string {
	var out []string
	for _, e := range s.watcher.Life().Events {
		word := string(e.Kind)
		if e.PID != 0 {
			word += fmt.Sprint(" ", e.PID)
		}
		if e.Code != nil {
			word += fmt.Sprint(" code ", *e.Code)
		}
		if e.Signal != "" {
			word += " " + string(e.Signal)
		}
		if e.Crash != 0 {
			word += fmt.Sprint(" #", e.Crash)
		}
		if e.By != "" {
			word += " by " + string(e.By)
		}
		if e.Version != "" {
			word += " " + string(e.Version)
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ")
}

func (s *scene) want(story string) {
	s.t.Helper()
	if got := s.story(); got != story {
		s.t.Errorf("story\n     %s\nwant %s", got, story)
	}
}
