package fix

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tailscale/hujson"

	"github.com/govitals/govitals/sidecar/health"
)

// comments are all comments of a document outside the value at a path, sorted.
func comments(t *testing.T, data []byte, skip ...string) []string {
	t.Helper()
	d, err := parseDocument(data)
	if err != nil {
		t.Fatalf("does not parse: %v\n%q", err, data)
	}
	text := slices.Clone(d.text)
	if v, ok := d.lookup(skip...); ok && len(skip) > 0 {
		text = append(text[:v.StartOffset:v.StartOffset], append([]byte("0"), text[v.EndOffset:]...)...)
	}
	if d.root.Value == nil {
		text = append(slices.Clone(text), "\n{}"...)
	}
	root, err := hujson.Parse(append(text, '\n'))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	add := func(extra hujson.Extra) {
		for rest := string(extra); ; {
			rest = strings.TrimLeft(rest, " \t\r\n")
			end := 0
			switch {
			case strings.HasPrefix(rest, "//"):
				end = strings.Index(rest, "\n")
			case strings.HasPrefix(rest, "/*"):
				end = strings.Index(rest, "*/") + 2
			default:
				return
			}
			out = append(out, strings.TrimRight(rest[:end], " \t\r\n"))
			rest = rest[end:]
		}
	}
	for v := range root.All() {
		add(v.BeforeExtra)
		add(v.AfterExtra)
		switch x := v.Value.(type) {
		case *hujson.Object:
			add(x.AfterExtra)
		case *hujson.Array:
			add(x.AfterExtra)
		}
	}
	slices.Sort(out)
	return out
}

// asMap is a document without one member, for the comparison of all others.
func asMap(t *testing.T, data []byte) map[string]any {
	t.Helper()
	d, err := parseDocument(data)
	if err != nil {
		t.Fatal(err)
	}
	if d.root.Value == nil {
		return map[string]any{}
	}
	m, _ := decoded(raw(d.root)).(map[string]any)
	return m
}

func FuzzSet(f *testing.F) {
	for _, seed := range []string{"", "{}", "// x", "{\n  // a\n  \"gopls\": {\"x\": 1, /* y */}, // z\n}", "\ufeff{\r\n\t\"gopls\": {\r\n\t\t\"x\" /*q*/ : 1\r\n\t}\r\n}", `{"a":1,"gopls":{"x":[1,2,],"x":3},"b":2}`,
		"{\"gopls\":{\n//c\n\"x\"//d\n:1//e\n,\"y\":2//f\n}}", `{"gopls.x": 1, "gopls": {"x": {"y": 1}}, "gopls.x.y": 2}`, "{\"gopls\":{\"x\":1 //a\n}//b\n}", "{\"\\u0067opls\": {\"x\": 1}}"} {
		f.Add([]byte(seed), "2")
		f.Add([]byte(seed), "")
		f.Add([]byte(seed), `{"k":[true,"<"]}`)
	}
	f.Fuzz(func(t *testing.T, data []byte, after string) {
		target := health.Target{Key: "gopls", Member: "x", File: "/s.json"}
		before, err := SettingIn(data, target)
		if err != nil || len(data) > 1<<16 || after != "" && (decoded([]byte(after)) == nil || !standard(after)) {
			return
		}
		out, err := EditSetting(data, target, before, health.Data(after), "linux")
		if err != nil {
			if CodeOf(err) != Unsuitable {
				t.Fatalf("refused: %v", err)
			}
			return
		}
		now, err := SettingIn(out, target)
		if err != nil {
			t.Fatalf("the result does not parse: %v\n%q\n%q", err, data, out)
		}
		if !sameValue(now, health.Data(after)) {
			t.Fatalf("the value is %s, want %s\n%q\n%q", now, after, data, out)
		}
		was, is := asMap(t, data), asMap(t, out)
		for _, m := range []map[string]any{was, is} {
			dropTarget(m)
		}
		if !reflect.DeepEqual(was, is) {
			t.Fatalf("something else changed:\n%q\n%q", data, out)
		}
		kept := comments(t, out, "gopls", "x")
		for _, c := range commentsToKeep(t, data) {
			i := slices.Index(kept, c)
			if i < 0 {
				t.Fatalf("the comment %q is lost:\n%q\n%q", c, data, out)
			}
			kept = slices.Delete(kept, i, i+1)
		}
		if bytes.HasPrefix(data, byteOrderMark) != bytes.HasPrefix(out, byteOrderMark) {
			t.Fatal("the byte order mark changed")
		}
	})
}

func standard(text string) bool {
	v, err := hujson.Parse([]byte(text))
	return err == nil && v.IsStandard()
}

func sameValue(a, b health.Data) bool {
	if a == "" || b == "" {
		return a == b
	}
	return reflect.DeepEqual(decoded([]byte(a)), decoded([]byte(b)))
}

// dropTarget takes away the setting in all its forms, and the empty object that may have been made for it.
func dropTarget(m map[string]any) {
	if o, ok := m["gopls"].(map[string]any); ok {
		delete(o, "x")
		if len(o) == 0 {
			delete(m, "gopls")
		}
	}
	if m["gopls"] == nil {
		delete(m, "gopls")
	}
	for name := range m {
		if name == "gopls.x" || strings.HasPrefix(name, "gopls.x.") {
			delete(m, name)
		}
	}
}

// commentsToKeep are the comments outside of what is changed: inside a value they go with it.
func commentsToKeep(t *testing.T, data []byte) []string {
	d, err := parseDocument(data)
	if err != nil || d.root.Value == nil {
		return comments(t, data)
	}
	o := d.root.Value.(*hujson.Object)
	for i := range o.Members {
		name := memberName(o.Members[i])
		if name == "gopls.x" || strings.HasPrefix(name, "gopls.x.") || name == "gopls" && raw(o.Members[i].Value)[0] != '{' {
			o.Members[i].Value.Value = hujson.Literal("0")
		}
		if inner, ok := o.Members[i].Value.Value.(*hujson.Object); ok && name == "gopls" {
			for k := range inner.Members {
				if memberName(inner.Members[k]) == "x" {
					inner.Members[k].Value.Value = hujson.Literal("0")
				}
			}
		}
	}
	return comments(t, append(slices.Clone(d.mark), d.root.Pack()...))
}

func FuzzJournal(f *testing.F) {
	title := &health.Message{ID: "t"}
	text := []byte(journalHeader("abcdefgh"))
	for _, r := range []record{
		{Kind: recBegin, At: time.Unix(0, 0).UTC(), Entry: 1, Title: title, Steps: []health.Step{{Kind: health.StepEdit}}},
		{Kind: recIntent, Entry: 1, Intent: &intent{Roots: []Root{{Path: "/a"}}, Before: saved{Items: []Item{{Path: "/a", Kind: Absent}}}}},
		{Kind: recDone, Entry: 1}, {Kind: recEnd, Entry: 1}, {Kind: recUndo, Entry: 1}, {Kind: recUndone, Entry: 1},
	} {
		line, err := encodeRecord(r)
		if err != nil {
			f.Fatal(err)
		}
		text = append(text, line...)
		f.Add(slices.Clone(text))
		f.Add(text[:len(text)-3])
	}
	f.Add(append(slices.Clone(text), 0, 0, 0))
	f.Add([]byte("govitals fix journal 2 x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := readJournal(data)
		if err != nil {
			if code := CodeOf(err); code != Damaged && code != Newer {
				t.Fatalf("code %s of %v", code, err)
			}
			return
		}
		if j.good < 0 || j.good > int64(len(data)) {
			t.Fatalf("%d of %d bytes are good", j.good, len(data))
		}
		again, err := readJournal(data[:j.good])
		if err != nil || again.good != j.good || len(again.records) != len(j.records) || again.id != j.id {
			t.Fatalf("the good part reads otherwise: %v", err)
		}
		entries, err := entriesOf(j.records)
		if err != nil && CodeOf(err) != Damaged {
			t.Fatalf("code %s of %v", CodeOf(err), err)
		}
		for _, e := range entries {
			if e.number < 1 {
				t.Fatal("an entry without a number")
			}
		}
	})
}
