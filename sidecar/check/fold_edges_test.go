package check

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// edge is one entry of a check's After: a finding of cause may explain one of own.
type edge struct{ own, cause health.CheckID }

// edges are all of the table.
func edges() []edge {
	var out []edge
	for _, c := range All {
		for _, cause := range c.After {
			out = append(out, edge{c.ID, cause})
		}
	}
	return out
}

// Two findings that have nothing to do with each other stay two roots, for every edge of the table: what is wrong in one folder
// explains nothing in another, and what concerns one file, variable or setting nothing about another one.
func TestIndependentFindingsStayRoots(t *testing.T) {
	beside, tools := besideAll(), besideTools()
	for _, e := range edges() {
		t.Run(string(e.own)+" beside "+string(e.cause), func(t *testing.T) {
			reason, never := byNature[e]
			tool, onOne := tools[e]
			change, besides := beside[e]
			switch {
			case never && reason == "":
				t.Fatal("no reason is given")
			case besides:
				bothAreRoots(t, onMachine(onSystem{"linux", change}), e, "", "")
			case onOne:
				bothAreRoots(t, onMachine(tool), e, "", "")
			case !never && (oneMachine[e.own] || oneMachine[e.cause]):
				t.Fatalf("add a case to besideTools, or to byNature with the reason")
			}
			if never || oneMachine[e.own] || oneMachine[e.cause] {
				return
			}
			cause, own := fires[e.cause], firesElsewhere(e.own)
			if cause == nil || own == nil {
				t.Fatalf("no way to make %s and %s fire: add it to fires", e.cause, e.own)
			}
			if ofTheEditor[e.own] != "" {
				bothAreRoots(t, inTwoFolders(t, own, cause), e, otherFolder, "")
				return
			}
			s := inTwoFolders(t, cause, own)
			bothAreRoots(t, s, e, s.Folders[0].Path, otherFolder)
		})
	}
}

func onMachine(o onSystem) *health.Snapshot {
	s := healthy(o.system)
	around([]testCase{{change: o.change}})[0].change(s)
	return s
}

func firesElsewhere(id health.CheckID) func(*health.Snapshot) {
	if change, ok := firesOtherwise[id]; ok {
		return change
	}
	return fires[id]
}

// Cases for edges and checks that are gone would rot.
func TestIndependenceCasesAreOfTheTable(t *testing.T) {
	all := edges()
	for _, listed := range [][]edge{slices.Collect(maps.Keys(besideAll())), slices.Collect(maps.Keys(besideTools())), slices.Collect(maps.Keys(byNature))} {
		for _, e := range listed {
			if !slices.Contains(all, e) {
				t.Errorf("%s has no %s in its After", e.own, e.cause)
			}
		}
	}
	for id := range maps.Keys(fires) {
		if !slices.ContainsFunc(all, func(e edge) bool { return e.own == id || e.cause == id }) {
			t.Errorf("%s stands in no edge", id)
		}
	}
}

// bothAreRoots wants a root of each check, that of cause in one folder or of all, that of own in another one or of all; a folder
// that is empty may be any.
func bothAreRoots(t *testing.T, s *health.Snapshot, e edge, causeIn, ownIn health.Path) {
	t.Helper()
	found, _ := Examine(s, All, func() float64 { return 0 })
	var own, cause bool
	in := func(f health.Finding, folder health.Path) bool {
		return folder == "" || f.Folder == "" || f.Folder == folder
	}
	for _, f := range found {
		if f.Because == "" {
			own = own || f.Check == e.own && in(f, ownIn)
			cause = cause || f.Check == e.cause && in(f, causeIn)
		}
		if f.Check == e.own && f.Because != "" && in(f, ownIn) {
			t.Errorf("%s in %q is put down to %s", f.ID(), f.Folder, f.Because)
		}
	}
	if !own || !cause {
		for _, f := range found {
			t.Logf("%s %s in %q because %q", f.Severity, f.ID(), f.Folder, f.Because)
		}
		t.Errorf("root of %s: %v, root of %s: %v, want both", e.own, own, e.cause, cause)
	}
}

const otherFolder = "/home/ada/src/other"

// inTwoFolders is a window with two folders, each with a fault of its own: the snapshots are made apart and then joined, so
// that no fact of one folder is one of the other.
func inTwoFolders(t *testing.T, first, second func(*health.Snapshot)) *health.Snapshot {
	t.Helper()
	base, one, two := healthy("linux"), healthy("linux"), healthy("linux")
	around([]testCase{{}})[0].change(base)
	around([]testCase{{change: first}})[0].change(one)
	around([]testCase{{change: second}})[0].change(two)
	was, a, b := fields(t, base, false), fields(t, one, false), fields(t, two, true)
	for name, value := range b {
		switch mine := a[name].(type) {
		case []any:
			a[name] = union(mine, value.([]any))
		case nil:
			a[name] = value
		default:
			if reflect.DeepEqual(mine, was[name]) {
				a[name] = value
			} else if !reflect.DeepEqual(value, fields(t, base, true)[name]) && !reflect.DeepEqual(value, mine) {
				t.Fatalf("both faults change %s of the machine: %v and %v", name, mine, value)
			}
		}
	}
	joined, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	s := &health.Snapshot{}
	if err := json.Unmarshal(joined, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// fields is a snapshot as JSON, moved to the other folder or left where it is.
func fields(t *testing.T, s *health.Snapshot, moved bool) map[string]any {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	if moved {
		text = strings.ReplaceAll(text, "/home/ada/src/app", otherFolder)
	}
	out := map[string]any{}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func union(a, b []any) []any {
	for _, x := range b {
		if !slices.ContainsFunc(a, func(o any) bool { return reflect.DeepEqual(o, x) }) {
			a = append(a, x)
		}
	}
	return a
}
