package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGopackagesdriver(t *testing.T) {
	bad := pulse(health.PulseBad, "no packages returned")
	runCases(t, Gopackagesdriver, []testCase{
		{name: "none", change: driver("")},
		{name: "s42-variable", change: do(exported("GOPACKAGESDRIVER", "/nonexistent/driver"), pulse(health.PulseBad, "fork/exec /nonexistent/driver: no such file or directory")),
			want: []health.FindingID{"gopackagesdriver"}},
		{name: "s42b-on-path", change: do(inEditor, driver("/home/ada/bin/gopackagesdriver"), bad), want: []health.FindingID{"gopackagesdriver"}},
		{name: "on-path-in-a-terminal", change: do(driver("/home/ada/bin/gopackagesdriver"), bad), want: []health.FindingID{"gopackagesdriver"}},
		{name: "nobody-asked", change: do(driver("/home/ada/bin/gopackagesdriver"), pulse(health.PulseNotTaken)), want: []health.FindingID{"gopackagesdriver"}},
		{name: "does-its-work", change: exported("GOPACKAGESDRIVER", "/home/ada/src/app/tools/bazel-driver.sh")},
		{name: "switched-off", change: do(exported("GOPACKAGESDRIVER", "off"), driver("/home/ada/bin/gopackagesdriver"), bad)},
		{name: "for-gopls-alone", change: do(goplsVar(health.ScopeWorkspace, "GOPACKAGESDRIVER", "./driver"), bad), want: []health.FindingID{"gopackagesdriver"}},
		{name: "windows", system: "windows", change: do(driver(`C:\tools\gopackagesdriver.exe`), bad), want: []health.FindingID{"gopackagesdriver"}},
	})
}

// A driver that fails explains that nothing loads.
func TestDriverExplainsLoad(t *testing.T) {
	s := healthy("linux")
	do(exported("GOPACKAGESDRIVER", "/nonexistent/driver"), pulse(health.PulseBad, "fork/exec /nonexistent/driver: no such file or directory"))(s)
	found, _ := Examine(s, []*Check{Gopackagesdriver, GoplsLoadFailed}, func() float64 { return 0 })
	if len(found) != 2 || found[1].Because != "gopackagesdriver" {
		t.Errorf("%+v", found)
	}
}
