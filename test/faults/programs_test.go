//go:build unix

package faults

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/test/drive"
)

// behaviours are those of programs that went wrong, as shell lines.
var behaviours = []struct{ name, lines string }{
	{"hangs", "exec sleep 600"},
	{"hangs and hears no signal", "trap '' TERM INT HUP\nwhile :; do sleep 600; done"},
	{"floods its output", "exec yes 'Content-Length: 99999999999'"},
	{"floods its errors", "exec yes flood >&2"},
	{"forks away and ends", "setsid sh -c 'trap \"\" TERM; sleep 600' </dev/null >/dev/null 2>&1 &\nsetsid setsid sleep 600 </dev/null >/dev/null 2>&1 &\nexit 0"},
	{"forks away and keeps the pipes", "setsid sh -c 'sleep 600' &\nsetsid setsid sleep 600 &\nexit 0"},
	{"breeds", "for i in 1 2 3 4 5 6 7 8; do (setsid sh -c 'trap \"\" TERM; sleep 600 & sleep 600 & wait') & done\nexec sleep 600"},
	{"is ended by a signal", "kill -SEGV $$"},
	{"answers nonsense", "printf '\\000\\377{{{{'; cat >/dev/null"},
	{"answers an endless line", "exec tr '\\000' x </dev/zero"},
}

// A program of the user's that went wrong costs its deadline: the report comes, is not green, and nothing is left of it. A full
// run waits for the sidecar's own deadlines over JSON-RPC, where the sidecar lives on and can be seen to be alone.
func TestProgramsThatWentWrong(t *testing.T) {
	ask := briefly
	if times(0, 1) == 1 {
		ask = patiently
	}
	for _, tool := range []string{"go", "gopls"} {
		for _, b := range some(behaviours) {
			t.Run(tool+" "+b.name, func(t *testing.T) {
				t.Parallel()
				p := drive.New(t)
				p.Must(os.RemoveAll(filepath.Join(p.Bin, tool)))
				p.Script("bin/"+tool, b.lines)
				before := p.Tree("work", "bin")
				start := time.Now()
				d := ask(p)
				t.Logf("%s: badge %s, %v", time.Since(start).Round(100*time.Millisecond), d.Badge, titles(d))
				if d.Badge != health.BadgeError && d.Badge != health.BadgeInconclusive {
					t.Errorf("badge %q", d.Badge)
				}
				p.NothingLeft(2 * time.Second)
				p.Unchanged(before, p.Tree("work", "bin"))
				p.CleanTemporaries()
			})
		}
	}
}

func briefly(p *drive.Place) (d report.Document) {
	o := p.Run("check", "--timeout", "6s", "--format", "json", "--login-shell=off")
	if err := json.Unmarshal([]byte(o.Stdout), &d); err != nil {
		p.T.Errorf("no report: %v\n%s", err, o.Stderr)
	}
	return d
}

func patiently(p *drive.Place) report.Document {
	s := p.Serve(nil)
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	d, err := s.Diagnose(ctx, nil)
	if err != nil {
		p.T.Error(err)
	}
	s.Alone() // all that it started for a request ends with the request
	if !s.End(10 * time.Second) {
		p.T.Error("does not end")
	}
	return d
}
