package child

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func mustStart(t testing.TB, ctx context.Context, c Command) *Process {
	t.Helper()
	p, err := Start(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.End(0) })
	return p
}

func TestProcessTalks(t *testing.T) {
	p := mustStart(t, context.Background(), role(t, "answer"))
	answers := bufio.NewReader(p.Stdout)
	for _, text := range []string{"", "four", strings.Repeat("x", 5000)} {
		if _, err := io.WriteString(p.Stdin, text+"\n"); err != nil {
			t.Fatal(err)
		}
		if line, err := answers.ReadString('\n'); line != fmt.Sprintln(len(text)) {
			t.Fatalf("answer %q, %v", line, err)
		}
	}
	r := p.End(10 * time.Second)
	if r.ExitCode != 4 || r.Cancelled || string(r.Stderr) != "last words" {
		t.Errorf("result %+v", r)
	}
	if again := p.Wait(); again.ExitCode != 4 {
		t.Errorf("asked again: %+v", again)
	}
	nothingLeft(t)
}

func TestProcessKeepsTheEndOfStderr(t *testing.T) {
	c := role(t, "talk")
	c.OutputLimit = 700
	p := mustStart(t, context.Background(), c)
	out, err := io.ReadAll(p.Stdout)
	if err != nil || len(out) != 1000 {
		t.Errorf("stdout %d bytes, %v", len(out), err)
	}
	if r := p.Wait(); len(r.Stderr) != 700 || !r.StderrCut || r.ExitCode != 3 {
		t.Errorf("stderr %d bytes, cut %v, exit %d", len(r.Stderr), r.StderrCut, r.ExitCode)
	}
}

func TestProcessEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	tests := []struct {
		name                string
		ctx                 context.Context
		deadline            time.Duration
		end                 func(*Process)
		timedOut, cancelled bool
	}{
		{"by its context", ctx, 0, func(*Process) { cancel() }, false, true},
		{"by its deadline", context.Background(), 300 * time.Millisecond, func(*Process) {}, true, false},
		{"by End, as it does not heed the end of input", context.Background(), 0, func(p *Process) { p.End(50 * time.Millisecond) }, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := role(t, "deaf")
			c.Deadline = test.deadline
			p := mustStart(t, test.ctx, c)
			if line, err := bufio.NewReader(p.Stdout).ReadString('\n'); line != "deaf\n" {
				t.Fatalf("said %q, %v", line, err)
			}
			test.end(p)
			r := p.Wait()
			if r.TimedOut != test.timedOut || r.Cancelled != test.cancelled || r.Unended != 0 || r.ExitCode == 0 {
				t.Errorf("result %+v", r)
			}
			nothingLeft(t)
		})
	}
}

func TestProcessWithoutReaderEnds(t *testing.T) {
	p := mustStart(t, context.Background(), role(t, "flood")) // blocks in its write, as nobody reads
	if r := p.End(0); r.Unended != 0 || !r.Cancelled {
		t.Errorf("result %+v", r)
	}
	if _, err := io.WriteString(p.Stdin, "x"); err == nil {
		t.Error("stdin still open")
	}
	nothingLeft(t)
}

func TestProcessDescendants(t *testing.T) {
	p := mustStart(t, context.Background(), role(t, "leave", "sleep"))
	if _, err := bufio.NewReader(p.Stdout).ReadString('\n'); err != nil && err != io.EOF {
		t.Logf("ended before it spoke: %v", err)
	}
	if r := p.Wait(); r.Survivors != 1 {
		t.Errorf("survivors %d", r.Survivors)
	}
	if left := p.Descendants(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}
