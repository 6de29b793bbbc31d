package fix

import (
	"bytes"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

const journalFile = stateDir + "/journal"

func TestJournalThatCannotBeUsed(t *testing.T) {
	lineOf := func(data []byte, n int) int { return bytes.Index(data, bytes.SplitAfter(data, []byte("\n"))[n]) }
	for _, tc := range []struct {
		name   string
		change func([]byte) []byte
		code   Code
		text   string
	}{
		{"a changed letter", func(d []byte) []byte { d[lineOf(d, 3)+40] ^= 1; return d }, Damaged, "line 4: the checksum does not fit"},
		{"a lost line", func(d []byte) []byte { i := lineOf(d, 1); return append(d[:i:i], d[lineOf(d, 2):]...) }, Damaged, "entry that does not exist"},
		{"another file", func([]byte) []byte { return []byte("hello\n") }, Damaged, "not that of a journal"},
		{"another file of one line", func([]byte) []byte { return []byte("hello") }, Damaged, "not that of a journal"},
		{"newer", func(d []byte) []byte { return bytes.Replace(d, []byte("journal 1 "), []byte("journal 2 "), 1) }, Newer, "newer version of Go Vitals (format 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, e := applied(t)
			n := f.nodes[journalFile]
			n.data = tc.change(bytes.Clone(n.data))
			text, before := string(n.data), users(f)
			_, listErr := e.Entries()
			_, undoErr := e.Undo(t.Context(), "", AllSteps, nil)
			_, applyErr := e.Apply(t.Context(), Plan{}, "x", nil)
			for _, err := range []error{listErr, undoErr, applyErr} {
				if CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) || !strings.Contains(err.Error(), journalFile) {
					t.Errorf("error %v (%s)", err, CodeOf(err))
				}
			}
			if string(f.nodes[journalFile].data) != text || !maps.Equal(before, users(f)) {
				t.Error("something was changed")
			}
			to, err := e.SetAside(t.Context())
			if err != nil || string(f.nodes[to].data) != text {
				t.Fatalf("set aside to %s: %v", to, err)
			}
			if _, err := e.Recover(t.Context()); err != nil {
				t.Errorf("a new journal does not begin: %v", err)
			}
		})
	}
}

func TestTornEnd(t *testing.T) {
	for _, tail := range []string{"0", "deadbeef {\"kind\":\"don", "\x00\x00\x00\x00\n\x00"} {
		f, e := applied(t)
		n := f.nodes[journalFile]
		whole := len(n.data)
		n.data = append(n.data, tail...)
		if entries, err := e.Entries(); err != nil || len(entries) != 1 {
			t.Errorf("tail %q: %v", tail, err)
		}
		if _, err := e.Recover(t.Context()); err != nil || len(f.nodes[journalFile].data) != whole {
			t.Errorf("tail %q is not cut off: %v", tail, err)
		}
	}
}

// What was saved is proved before it is put back.
func TestDamagedSavedFile(t *testing.T) {
	f, e := applied(t)
	for path, n := range f.nodes {
		if strings.HasPrefix(path, stateDir+"/saved/1-3") {
			n.data[3] ^= 1
		}
	}
	_, err := e.Undo(t.Context(), "1", 3, nil)
	if CodeOf(err) != Damaged || !strings.Contains(err.Error(), "is not what was written") {
		t.Errorf("error %v", err)
	}
	if stageOf(t, stages(t), f) != 5 {
		t.Error("something was changed")
	}
}

func TestJournalIsPrivate(t *testing.T) {
	f, _ := applied(t)
	for path, n := range f.nodes {
		if (path == stateDir || strings.HasPrefix(path, stateDir+"/")) && n.mode.Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v", path, n.mode)
		}
	}
}

func TestBusy(t *testing.T) {
	f := newMem(module)
	e := memEngine(f, 0)
	release, err := f.Lock("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Apply(t.Context(), planOf(t, f), "x", nil); CodeOf(err) != Busy {
		t.Errorf("error %v", err)
	}
	release()
	if _, err := e.Apply(t.Context(), planOf(t, f), "x", nil); err != nil {
		t.Error(err)
	}
}

func TestEntriesOf(t *testing.T) {
	begin := record{Kind: recBegin, At: time.Unix(0, 0), Entry: 1, Title: &health.Message{ID: "t"}, Steps: []health.Step{{}}}
	for _, tc := range []struct {
		name    string
		records []record
		code    Code
		state   StepState
	}{
		{"planned", []record{begin}, "", StepPlanned},
		{"begun", []record{begin, {Kind: recIntent, Entry: 1, Intent: &intent{}}}, "", StepBegan},
		{"undoing", []record{begin, {Kind: recIntent, Entry: 1, Intent: &intent{}}, {Kind: recDone, Entry: 1}, {Kind: recUndo, Entry: 1}}, "", StepUndoing},
		{"done without a beginning", []record{begin, {Kind: recDone, Entry: 1}}, Damaged, ""},
		{"intent without what it is", []record{begin, {Kind: recIntent, Entry: 1}}, Damaged, ""},
		{"no such step", []record{begin, {Kind: recLeft, Entry: 1, Step: 1}}, Damaged, ""},
		{"twice the same entry", []record{begin, begin}, Damaged, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			entries, err := entriesOf(tc.records)
			if CodeOf(err) != tc.code || err == nil && entries[0].Steps[0].State != tc.state {
				t.Errorf("entries %+v, %v", entries, err)
			}
		})
	}
}
