//go:build unix

package lab

import (
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// What outlived its editor on the machine of a person who runs the tests says nothing about an environment of the lab; what came
// from the environment itself does.
func TestStrangersAreLeftOut(t *testing.T) {
	m := &machine{t: t, root: t.TempDir()}
	own := exec.Command("/bin/sleep", "300")
	own.Env = []string{"HOME=" + m.root + "/home"}
	m.must(own.Start())
	t.Cleanup(func() { _ = own.Process.Kill(); _ = own.Wait() })
	orphan := func(pid int) report.Finding { return report.Finding{Check: "gopls-orphan", Subject: strconv.Itoa(pid)} }
	for name, c := range map[string]struct {
		findings []report.Finding
		badge    health.Badge
		kept     int
	}{
		"a stranger":              {[]report.Finding{orphan(os.Getpid())}, health.BadgeHealthy, 0},
		"a stranger, and a cause": {[]report.Finding{orphan(os.Getpid()), {Check: "goenv-override"}}, health.BadgeAdvice, 1},
		"its own":                 {[]report.Finding{orphan(own.Process.Pid)}, health.BadgeAdvice, 1},
		"nobody":                  {nil, health.BadgeAdvice, 0},
	} {
		d := report.Document{Badge: health.BadgeAdvice, Findings: c.findings}
		if m.withoutStrangers(&d); d.Badge != c.badge || len(d.Findings) != c.kept {
			t.Errorf("%s: badge %s, %v", name, d.Badge, d.Findings)
		}
	}
}
