package gopls

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

func TestStartFailures(t *testing.T) {
	tests := []struct {
		name        string
		options     func(*testing.T) Options
		stage       string
		exit        int
		text, words string
	}{
		{"missing", func(*testing.T) Options { return Options{Path: "/nowhere/gopls"} }, "spawn", -1, "not-found", ""},
		{"relative", func(*testing.T) Options { return Options{Path: "gopls"} }, "spawn", -1, "not-absolute", ""},
		{"ends at once", func(t *testing.T) Options { return standIn(t, "exits") }, "initialize", 2, "exit status 2", "not defined: -bogus"},
		{"prints a banner", func(t *testing.T) Options { return standIn(t, "banner") }, "initialize", -1, "Using gopls", ""},
		{"floods", func(t *testing.T) Options { return standIn(t, "flood") }, "initialize", -1, "something else", ""},
		{"announces a huge message", func(t *testing.T) Options { return standIn(t, "huge") }, "initialize", -1, "unacceptable length", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, err := Start(context.Background(), test.options(t))
			var failure *StartFailure
			if s != nil || !errors.As(err, &failure) {
				t.Fatalf("server %v, error %v", s, err)
			}
			if failure.Stage != test.stage || failure.ExitCode != test.exit || !strings.Contains(failure.Error(), test.text) {
				t.Errorf("stage %s, exit %d, error %v", failure.Stage, failure.ExitCode, failure)
			}
			if !strings.Contains(failure.Stderr, test.words) {
				t.Errorf("last words %q", failure.Stderr)
			}
		})
	}
}

func TestStartDeadline(t *testing.T) {
	t.Parallel()
	o := standIn(t, "silent")
	o.StartDeadline = 300 * time.Millisecond
	_, err := Start(context.Background(), o)
	var failure *StartFailure
	if !errors.As(err, &failure) || !errors.Is(err, context.DeadlineExceeded) || failure.ExitCode != -1 || failure.Signal != "" {
		t.Errorf("error %+v", failure)
	}
	var spawn *child.StartError
	if errors.As(err, &spawn) {
		t.Errorf("it did start: %v", spawn)
	}
}

func TestServerAnswersHarmlessly(t *testing.T) {
	t.Parallel()
	o := standIn(t, "asks")
	o.Settings = map[string]any{"staticcheck": true}
	s := mustStart(t, o)
	want := []string{
		"workspace/applyEdit refused",
		"workspace/applyEdit: map[applied:false failureReason:Go Vitals changes nothing] <nil>",
		"workspace/configuration: [map[staticcheck:true] <nil> map[staticcheck:true]] <nil>",
		"May I?",
		"window/showMessageRequest: <nil> <nil>",
		"window/showDocument: map[success:false] <nil>",
		"client/registerCapability: <nil> <nil>",
		"window/workDoneProgress/create: <nil> <nil>",
		"workspace/executeClientCommand: <nil> jsonrpc2: code -32601 message: not supported: workspace/executeClientCommand",
		"asked all",
	}
	if got := awaitMessages(t, s, "asked all"); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if end := stopClean(t, s); !end.Orderly || end.Forced {
		t.Errorf("end %+v", end)
	}
}

// awaitMessages waits until the server said last, and returns all that it said.
func awaitMessages(t *testing.T, s *Server, last string) []string {
	t.Helper()
	ctx := within(t, time.Minute)
	for {
		s.notes.mu.Lock()
		changed := s.notes.changed
		s.notes.mu.Unlock()
		var texts []string
		list, _ := s.Messages()
		for _, m := range list {
			texts = append(texts, m.Text)
		}
		if len(texts) > 0 && texts[len(texts)-1] == last {
			return texts
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("never said %q but %q", last, texts)
		}
	}
}

func TestServerDiesAtARequest(t *testing.T) {
	t.Parallel()
	s := mustStart(t, standIn(t, "dies"))
	a := s.Hover(within(t, time.Minute), "/x.go", Position{})
	var death *DeathError
	if a.State != Lost || !errors.As(a.Err, &death) || death.ExitCode != 7 || death.Stderr != "panic: last words\n" {
		t.Errorf("answer %+v, death %+v", a, death)
	}
	if l := s.WaitLoad(within(t, time.Minute)); l.State != Died || l.Death == nil || l.Death.ExitCode != 7 {
		t.Errorf("load %+v", l)
	}
	if end := stopClean(t, s); end.Orderly || end.Forced || end.ExitCode != 7 || end.Stderr != "panic: last words\n" {
		t.Errorf("end %+v", end)
	}
}

func TestServerReadsAndAnswersNothing(t *testing.T) {
	t.Parallel()
	s := mustStart(t, standIn(t, "deaf"))
	if a := s.Hover(within(t, 200*time.Millisecond), "/x.go", Position{}); a.State != Late || !errors.Is(a.Err, context.DeadlineExceeded) {
		t.Errorf("hover %+v", a)
	}
	// More than any pipe takes: the write itself blocks.
	text := make([]byte, 4<<20)
	if err := s.Open(within(t, 200*time.Millisecond), "/x.go", text); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("open: %v", err)
	}
	if a := s.Definition(within(t, 200*time.Millisecond), "/x.go", Position{}); a.State != Late {
		t.Errorf("definition %+v", a)
	}
	if l := s.WaitLoad(within(t, 200*time.Millisecond)); l.State != Running {
		t.Errorf("load %+v", l)
	}
	if end := stopClean(t, s); !end.Forced || end.Orderly {
		t.Errorf("end %+v", end)
	}
}

func TestServerAnswersOddly(t *testing.T) {
	t.Parallel()
	s := mustStart(t, standIn(t, "odd"))
	ctx := within(t, time.Minute)
	for name, a := range map[string]Answer{
		"hover": s.Hover(ctx, "/x.go", Position{}), "definition": s.Definition(ctx, "/x.go", Position{}),
		"completion": s.Completion(ctx, "/x.go", Position{}), "symbols": s.DocumentSymbols(ctx, "/x.go"),
	} {
		if a.State != Refused || a.Err == nil || a.Text == "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if a := s.WorkspaceSymbol(ctx, "x"); a.State != Empty || a.Err != nil {
		t.Errorf("null: %+v", a)
	}
}

func TestServerDoesNotHeedShutdown(t *testing.T) {
	t.Parallel()
	s := mustStart(t, standIn(t, "clings"))
	end := stopClean(t, s)
	if end.Orderly || !end.Forced || runtime.GOOS != "windows" && end.Signal == "" {
		t.Errorf("end %+v", end)
	}
	if again := s.Stop(context.Background()); again != end {
		t.Errorf("second stop %+v", again)
	}
	if a := s.Hover(within(t, time.Minute), "/x.go", Position{}); a.State != Lost {
		t.Errorf("hover after the stop: %+v", a)
	}
}

func TestContextOfStartEndsTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := Start(ctx, standIn(t, "deaf"))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if a := s.Hover(within(t, time.Minute), "/x.go", Position{}); a.State != Lost {
		t.Errorf("hover %+v", a)
	}
	if end := stopClean(t, s); !end.Forced || end.Orderly {
		t.Errorf("end %+v", end)
	}
}
