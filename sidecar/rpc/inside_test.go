package rpc

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
)

func TestAPanicIsAnErrorWithItsStackInTheLog(t *testing.T) {
	var log bytes.Buffer
	s := &Server{Err: &log}
	table["test/panic"] = func(*Server, context.Context, *json.RawMessage) (any, error) { panic("oh") }
	defer delete(table, "test/panic")
	_, err := s.call(context.Background(), &jsonrpc2.Request{Method: "test/panic"})
	if e := wireError(context.Background(), err); e.Code != jsonrpc2.CodeInternalError || strings.Contains(e.Message, "goroutine") {
		t.Errorf("error %v", e)
	}
	if !strings.Contains(log.String(), "oh") || !strings.Contains(log.String(), "goroutine") {
		t.Errorf("log %q", log.String())
	}
}

func TestFlightsShareOneRun(t *testing.T) {
	var f flights
	var runs atomic.Int32
	release := make(chan struct{})
	run := func(context.Context) health.Report {
		runs.Add(1)
		<-release
		return health.Report{TookMs: 7}
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if r := f.share(context.Background(), "same", run); r.TookMs != 7 {
				t.Errorf("report %v", r)
			}
		})
	}
	waitFor(t, func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.open["same"] != nil && f.open["same"].waiting == 5
	})
	close(release)
	all.Wait()
	if runs.Load() != 1 {
		t.Errorf("%d runs", runs.Load())
	}
	f.share(context.Background(), "same", run)
	if runs.Load() != 2 {
		t.Error("a later request got the answer of an earlier one")
	}
}

func TestAFlightEndsWithItsLastPassenger(t *testing.T) {
	var f flights
	cancelled := make(chan struct{})
	run := func(ctx context.Context) health.Report {
		<-ctx.Done()
		close(cancelled)
		return health.Report{}
	}
	first, cancelFirst := context.WithCancel(context.Background())
	second, cancelSecond := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, ctx := range []context.Context{first, second} {
		all.Go(func() { f.share(ctx, "k", run) })
	}
	waitFor(t, func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.open["k"] != nil && f.open["k"].waiting == 2 })
	cancelFirst()
	waitFor(t, func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.open["k"].waiting == 1 })
	select {
	case <-cancelled:
		t.Fatal("the run was cancelled although somebody waits for it")
	default:
	}
	cancelSecond()
	all.Wait()
	<-cancelled
}

func TestAPanicReachesEachPassenger(t *testing.T) {
	var f flights
	defer func() {
		if recover() == nil {
			t.Error("the panic was lost")
		}
	}()
	f.share(context.Background(), "k", func(context.Context) health.Report { panic("oh") })
}

func waitFor(t *testing.T, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ready(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never happened")
		}
	}
}

func TestProgressNeverBlocks(t *testing.T) {
	s := &sender{queue: make(chan ProgressParams, 2)} // nobody sends
	for range 10 {
		s.to("t")("x")
	}
	s.to("")("not told")
	if len(s.queue) != 2 {
		t.Errorf("%d queued", len(s.queue))
	}
}

func FuzzReadObject(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("content-length:1\n\n1garbage"))
	f.Fuzz(func(t *testing.T, input []byte) {
		stream := bufio.NewReader(bytes.NewReader(input))
		for range 100 {
			var v json.RawMessage
			if err := (codec{}).ReadObject(stream, &v); err != nil {
				if errors.Is(err, io.EOF) && stream.Buffered() > 0 {
					t.Errorf("EOF with %d bytes left", stream.Buffered())
				}
				return
			}
		}
	})
}

// What travels must be what the generated protocol.ts says; a rename of a method would break the extension silently.
func TestInitializeListsTheMethods(t *testing.T) {
	s := &Server{Options: doctor.Options{Version: "1"}, Err: io.Discard}
	r, err := s.initialize(context.Background(), InitializeParams{})
	want := "diagnose explain fix/apply fix/journal fix/plan fix/verify initialize isolate probe report/render shutdown snapshot targets tree undo"
	if err != nil || r.Protocol != 1 || strings.Join(r.Methods, " ") != want {
		t.Errorf("%v %v", r, err)
	}
}

func TestTheLongestStallIsTold(t *testing.T) {
	l := health.Life{Stalls: []health.Stall{
		{Command: "go env -json", ForMs: 31_000, Waits: health.WaitCPU},
		{Command: "go list -e -json", Directory: "/w", ForMs: 45_000, Waits: health.WaitNetwork, On: health.V(health.Host("192.0.2.1:443"))},
		{Command: "", ForMs: 32_000},
	}}
	got := summary(l)
	if want := (StallSummary{"go list", 45_000, health.WaitNetwork, "192.0.2.1:443", "go list -e -json", "/w"}); got.Stalls != 3 || got.Stall == nil || *got.Stall != want {
		t.Errorf("%+v, stall %+v", got, got.Stall)
	}
	if got := summary(health.Life{}); got.Stall != nil {
		t.Errorf("%+v", got.Stall)
	}
}
