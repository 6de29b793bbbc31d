package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/process"
)

// day is an editor with its windows, one after the other, and the machine around it.
type day struct {
	t      *testing.T
	random *rand.Rand
	clock  *dayClock
	logs   string
	worlds []*health.Snapshot // healthy and broken
	world  atomic.Int32
	number atomic.Uint64

	host    *dayHost
	input   io.Closer
	conn    *jsonrpc2.Conn
	ended   chan struct{}
	windows int
	births  int

	mu                  sync.Mutex
	answered, cancelled int
}

func newDay(t *testing.T, worlds []*health.Snapshot) *day {
	return &day{t: t, worlds: worlds, random: rand.New(rand.NewPCG(24, 0)), clock: &dayClock{}, logs: t.TempDir()}
}

// dayClock is the bubble's, and what it was set by.
type dayClock struct {
	probe.Machine
	mu sync.Mutex
	by time.Duration
}

func (c *dayClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return time.Now().Add(c.by) }

func (c *dayClock) set(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by += by
}

// open opens a window: an extension host with a gopls, and a sidecar.
func (d *day) open() {
	d.windows++
	d.host = newDayHost(100_000*d.windows, d.logs, d.clock)
	s := &Server{Err: io.Discard, Options: doctor.Options{System: d.clock, Clock: d.clock.Now, Probes: d.probes(), Checks: check.All, Remember: true}}
	s.watches.source = d.host
	fromEditor, input := io.Pipe()
	output, toEditor := io.Pipe()
	d.input, d.ended = input, make(chan struct{})
	ended := d.ended
	go func() {
		defer close(ended)
		s.Serve(context.Background(), fromEditor, toEditor)
		_, _ = toEditor.Close(), fromEditor.Close()
	}()
	stream := jsonrpc2.NewBufferedStream(dayPipes{output, input}, jsonrpc2.VSCodeObjectCodec{})
	deaf := handlerFunc(func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) {})
	d.conn = jsonrpc2.NewConn(context.Background(), stream, deaf, jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	d.diagnose(d.request(false), 0) // from now on its host is watched
}

// close ends the window, whatever it is at.
func (d *day) close() {
	_ = d.input.Close()
	<-d.ended
	<-d.conn.DisconnectNotify()
}

type dayPipes struct {
	io.ReadCloser
	in io.WriteCloser
}

func (p dayPipes) Write(data []byte) (int, error) { return p.in.Write(data) }
func (p dayPipes) Close() error                   { _ = p.in.Close(); return p.ReadCloser.Close() }

// probes are those of the real table; they take their time and see what was seen on another machine, and the life of this one.
func (d *day) probes() (out []*probe.Probe) {
	for _, p := range probe.All {
		out = append(out, &probe.Probe{ID: p.ID, Needs: p.Needs, Tier: p.Tier, Deadline: p.Deadline,
			Run: func(ctx context.Context, ex *probe.Examination) (probe.Facts, error) {
				select {
				case <-time.After(20 * time.Millisecond):
				case <-ctx.Done():
					return nil, ctx.Err()
				}
				if p.ID != health.ProbeMachine {
					return nil, nil
				}
				seen := *d.worlds[d.world.Load()]
				seen.Probes, seen.Tier = nil, ex.Request.Tier
				if ex.Request.Watched != nil {
					seen.Life = ex.Request.Watched()
				}
				return func(s *health.Snapshot, _ *probe.Private) { *s = seen }, nil
			}})
	}
	return out
}

// usage is what there is when nothing happens.
type usage struct {
	goroutines, descriptors int
	heap                    uint64
}

func (d *day) usage() usage {
	time.Sleep(30 * time.Second)
	synctest.Wait()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, _ := os.ReadDir("/proc/self/fd") // elsewhere there is no such list
	return usage{runtime.NumGoroutine(), len(open), m.HeapAlloc}
}

// dayHost is an extension host with one gopls, in memory.
type dayHost struct {
	pid   int
	logs  string
	clock *dayClock

	mu     sync.Mutex
	server int
	began  time.Time
	end    chan process.Exit
}

func newDayHost(pid int, logs string, clock *dayClock) *dayHost {
	return &dayHost{pid: pid, logs: logs, clock: clock, server: pid + 1, began: clock.Now(), end: make(chan process.Exit, 1)}
}

// restart ends the gopls and starts the next one; golang.go says so in its log. Not every end is announced by the system.
func (h *dayHost) restart(announced bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if announced {
		h.end <- process.Exit{Code: 2, Known: true}
	}
	h.server, h.began, h.end = h.server+1, h.clock.Now(), make(chan process.Exit, 1)
	dir := filepath.Join(h.logs, "golang.go")
	_ = os.MkdirAll(dir, 0o700)
	f, err := os.OpenFile(filepath.Join(dir, "gopls (server).log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s [error] Server process exited with code 2.\n", h.clock.Now().Local().Format("2006-01-02 15:04:05.000"))
}

func (h *dayHost) Children(pid int) ([]process.Proc, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if pid != h.pid {
		return nil, nil
	}
	return []process.Proc{{PID: h.server, Parent: h.pid, Started: uint64(h.server), Name: "gopls"}}, nil
}

func (h *dayHost) Identify(pid int) (process.ID, error) {
	return process.ID{PID: pid, Started: uint64(pid)}, nil
}

func (h *dayHost) Alive(id process.ID) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return id.PID == h.pid || id.PID == h.server
}

func (h *dayHost) Detail(pid int) process.Detail {
	if pid == h.pid {
		return process.Detail{Executable: "/code/node", Arguments: []string{"/code/node"}}
	}
	return process.Detail{Executable: "/go/bin/gopls", Arguments: []string{"/go/bin/gopls", "-mode=stdio"}}
}

func (h *dayHost) Began(process.ID) time.Time                 { h.mu.Lock(); defer h.mu.Unlock(); return h.began }
func (h *dayHost) Resident(int) int64                         { return 300 << 20 }
func (h *dayHost) Package(string) string                      { return "" }
func (h *dayHost) Waits(context.Context, int) process.Waiting { return process.Waiting{} }

func (h *dayHost) WatchExit(ctx context.Context, id process.ID) (<-chan process.Exit, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if id.PID != h.server {
		return nil, errors.ErrUnsupported
	}
	out, end := make(chan process.Exit, 1), h.end
	go func() {
		defer close(out)
		select {
		case e := <-end:
			out <- e
		case <-ctx.Done():
		}
	}()
	return out, nil
}
