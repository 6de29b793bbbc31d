package health

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestSince(t *testing.T) {
	values := func(gopls string) map[Public]Value {
		return map[Public]Value{"gopls": V(Public(gopls)), "GOROOT": V(Path("/usr/local/go"))}
	}
	moment := func(at, last, gopls string, findings ...FindingID) Moment {
		return Moment{At: Public(at), Last: Public(last), Findings: findings, Values: values(gopls)}
	}
	const id = "gopls-built-old"
	tests := []struct {
		name    string
		moments []Moment
		now     map[Public]Value
		want    string
	}{
		{"nothing is known", nil, values("v1"), "unknown"},
		{"it came with a change", []Moment{moment("10:00", "13:00", "v0.22.0"), moment("14:02", "15:00", "v0.23.0", "other", id)}, values("v0.23.0"),
			"at 14:02 before 13:00 gopls v0.22.0>v0.23.0"},
		{"it came without one", []Moment{moment("10:00", "", "v1"), moment("14:02", "", "v1", id)}, values("v1"), "at 14:02 before 10:00"},
		{"it was always there", []Moment{moment("10:00", "", "v1", id), moment("14:02", "", "v2", id)}, values("v2"), "at 10:00 before "},
		{"it is new", []Moment{moment("10:00", "11:00", "v1")}, values("v2"), "at  before 11:00 gopls v1>v2"},
		{"it went and came again", []Moment{moment("10:00", "", "v1", id), moment("11:00", "", "v2"), moment("12:00", "", "v3", id)}, values("v3"),
			"at 12:00 before 11:00 gopls v2>v3"},
		{"what was not seen did not change", []Moment{moment("10:00", "", "v1")}, nil, "at  before 10:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, ok := History{Moments: test.moments}.Since(id, test.now)
			got := "unknown"
			if ok {
				got = fmt.Sprintf("at %s before %s", o.At, o.Before)
				for _, c := range o.Changes {
					got += fmt.Sprintf(" %s %s>%s", c.Name, c.Before.Text, c.After.Text)
				}
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if _, ok := (History{Off: true, Moments: []Moment{moment("10:00", "", "v1")}}).Since(id, nil); ok {
		t.Error("a history that is off tells something")
	}
}

func TestKeyValues(t *testing.T) {
	s := Snapshot{Editor: Editor{Version: "1.101.0"}, Gopls: Gopls{Version: "v0.23.0", Path: "/b/gopls"}, GoEnvs: []GoEnv{
		{Folder: "/a", Failure: GoHangs, Go: "/slow/go"},
		{Folder: "/b", Go: "/usr/bin/go", Values: []Variable{{Name: "GOROOT", Value: V(Path("/usr/local/go"))}, {Name: "GOVERSION", Value: V(Public("go1.26.8"))}}},
		{Folder: "/c", Go: "/other/go"},
	}}
	var got []string
	values := s.KeyValues()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		got = append(got, string(name)+"="+values[name].Text)
	}
	if text := strings.Join(got, " "); text != "GOROOT=/usr/local/go editor=1.101.0 go=go1.26.8 go path=/usr/bin/go gopls=v0.23.0 gopls path=/b/gopls" {
		t.Errorf("got %s", text)
	}
	if n := len((&Snapshot{}).KeyValues()); n != 0 {
		t.Errorf("%d values of nothing", n)
	}
}
