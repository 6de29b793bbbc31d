package probe

import "testing"

func TestLoad(t *testing.T) {
	for name, tc := range map[string]struct {
		average, online string
		want            float64
	}{
		"two-processors":  {"41.50 51.50 40.63 9/812 30714\n", "0-1\n", 20.75},
		"with-gaps":       {"3.00 2.00 1.00 1/2 3\n", "0,2-3\n", 1},
		"one":             {"0.25 0 0 1/2 3\n", "0\n", 0.25},
		"none-told":       {"0.25 0 0 1/2 3\n", "", 0},
		"garbage":         {"x", "a-b", 0},
		"backwards":       {"1 1 1", "4-1", 0},
		"without-average": {"", "0-1", 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", "")
			f.write("/proc/loadavg", tc.average)
			f.write("/sys/devices/system/cpu/online", tc.online)
			average, processors := load(f)
			got := 0.0
			if processors > 0 {
				got = average / float64(processors)
			}
			if got != tc.want {
				t.Errorf("load %v, want %v", got, tc.want)
			}
		})
	}
	if average, processors := load(newFake(t, "windows", "")); average != 0 || processors != 0 {
		t.Errorf("Windows told %v, %d", average, processors)
	}
	if average, processors := load(Machine{}); average < 0 || processors < 1 {
		t.Errorf("this machine told %v, %d", average, processors)
	}
}
