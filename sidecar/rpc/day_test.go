package rpc

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/history"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/report"
)

// TestADay lives through 24 hours of an editor in seconds, on the clock of a bubble: files change, gopls dies and comes back,
// diagnoses are asked for and forgotten, windows are reloaded, the machine sleeps and its clock is set. Every request is answered,
// every badge is true, and after the last hour there is no more of anything than after the first. That no goroutine is left when
// the last window is closed, the bubble itself demands.
func TestADay(t *testing.T) {
	state := t.TempDir()
	t.Setenv("GOVITALS_STATE_DIR", state)
	worlds := []*health.Snapshot{recorded(t, "plain"), recorded(t, "goroot-gone")}
	synctest.Test(t, func(t *testing.T) {
		d := newDay(t, worlds)
		d.open()
		var first usage
		for minute := range 24 * 60 {
			if minute == 60 {
				first = d.usage()
			}
			d.minute(minute)
		}
		last := d.usage()
		d.close()
		t.Logf("%d reports, %d cancelled, %d births, %d windows; after the first hour %+v, after the last %+v", d.answered, d.cancelled, d.births, d.windows, first, last)
		if last.goroutines > first.goroutines || last.descriptors > first.descriptors || last.heap > first.heap+first.heap/4+(1<<20) {
			t.Errorf("it grew from %+v to %+v", first, last)
		}
		if d.answered < 150 || d.cancelled < 40 || d.births < 50 || d.windows < 8 {
			t.Error("that was no day")
		}
	})
	kept, err := history.Store{Dir: state}.All()
	moments := 0
	for _, place := range kept {
		moments += len(place.Moments)
	}
	if err != nil || moments < 20 || moments > history.MaxMoments {
		t.Errorf("%d moments, %v", moments, err)
	}
	if info, err := os.Stat(filepath.Join(state, "history.json")); err != nil || info.Size() > history.MaxBytes {
		t.Errorf("%v, %v", info, err)
	}
}

// recorded is what was seen on another machine.
func recorded(t *testing.T, name string) *health.Snapshot {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "test", "replay", "testdata", "reports", name+".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := report.Read(f)
	if err != nil || d.Snapshot == nil {
		t.Fatal(err)
	}
	return d.Snapshot
}

func (d *day) request(background bool) doctor.Request {
	return doctor.Request{Folders: []string{"/w"}, Background: background, Editor: &probe.EditorFacts{Name: "Code", HostPID: d.host.pid, LogDir: d.logs}}
}

// minute is one of the day. Some are quiet.
func (d *day) minute(n int) {
	switch d.random.IntN(16) {
	case 0: // a file was saved, and the editor asks several times for the same
		d.world.Store(int32(d.random.IntN(2)))
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { d.diagnose(d.request(true), 0) })
		}
		all.Wait()
	case 1: // somebody asks, and thinks better of it
		d.diagnose(d.request(false), time.Duration(1+d.random.IntN(120))*time.Millisecond)
	case 2:
		d.diagnose(d.request(false), 0)
	case 3:
		d.births++
		d.host.restart(d.births%7 != 0)
		if d.births%3 == 0 { // five deaths that nobody asked for would make the badge red, for a reason
			_ = d.conn.Notify(context.Background(), NotifyAsked, AskedParams{HostPID: d.host.pid, By: "restart"})
		}
	}
	switch {
	case n%180 == 179: // the window is reloaded in the middle of a request
		var all sync.WaitGroup
		all.Go(func() {
			if err := d.conn.Call(context.Background(), MethodDiagnose, DiagnoseParams{Request: d.request(false)}, nil); err == nil {
				d.t.Error("a report for a window that is gone")
			}
		})
		time.Sleep(30 * time.Millisecond)
		d.close()
		all.Wait()
		d.open()
	case n%240 == 120:
		d.clock.set(8 * time.Hour) // a lid that was closed
	case n%240 == 200:
		d.clock.set(-time.Hour)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
}

// diagnose asks, and after a while forgets; 0 waits for the report.
func (d *day) diagnose(r doctor.Request, patience time.Duration) {
	ctx, number := context.Background(), d.number.Add(1)
	id := jsonrpc2.ID{Num: number}
	call, err := d.conn.DispatchCall(ctx, MethodDiagnose, DiagnoseParams{Request: r}, jsonrpc2.PickID(id))
	if err != nil {
		d.t.Error(err)
		return
	}
	if patience > 0 {
		time.Sleep(patience)
		_ = d.conn.Notify(ctx, NotifyCancel, CancelParams{ID: id})
	}
	var result DiagnoseResult
	err = call.Wait(ctx, &result)
	var said *jsonrpc2.Error
	d.mu.Lock()
	defer d.mu.Unlock()
	switch broken := d.world.Load() == 1; {
	case errors.As(err, &said) && said.Code == CodeCancelled && patience > 0:
		d.cancelled++
	case err != nil:
		d.t.Errorf("request %d: %v", number, err)
	case result.Report.Badge == health.BadgeError != broken:
		d.t.Errorf("request %d: broken is %v and the badge %s: %v", number, broken, result.Report.Badge, ids(result.Report))
	case result.Report.TookMs < 0:
		d.t.Errorf("request %d took %d ms", number, result.Report.TookMs)
	default:
		d.answered++
	}
}

func ids(d report.Document) (out []string) {
	for _, f := range d.Findings {
		out = append(out, f.ID)
	}
	return out
}
