package gopls

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func params(t testing.TB, v any) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What gopls v0.23.0 was seen to log.
const (
	loadFailed = "2026/11/21 09:36:56 go/packages.Load #1: err: exit status 1: stderr: go: go.mod requires go >= 1.99\n\n" +
		"\tview_id=\"1\"\n\tsnapshot=0\n\tquery=[/w/... builtin]\n\tpackages=0\n"
	orphanFailed = "2026/11/21 09:36:56 go/packages.Load #2: err: exit status 1: stderr: go: nope\n\n\tview_id=\"1\"\n\tquery=[file=/w/main.go]\n"
	created      = "2026/11/21 09:36:56 Created View (#1)\n\tdirectory=/w\n\tview_type=\"GoMod\"\n\troot_dir=\"file:///w\"\n\tgo_version=\"go version go1.26.8 linux/amd64\"\n"
)

func TestSigns(t *testing.T) {
	log := func(level int, text string) func(*notes) {
		return func(n *notes) { n.take("window/logMessage", params(t, object{"type": level, "message": text})) }
	}
	popup := func(level int, text string) func(*notes) {
		return func(n *notes) { n.take("window/showMessage", params(t, object{"type": level, "message": text})) }
	}
	progress := func(kind, title, text string) func(*notes) {
		return func(n *notes) {
			n.take("$/progress", params(t, object{"token": "7", "value": object{"kind": kind, "title": title, "message": text}}))
		}
	}
	diagnostic := func(file, source string, severity int) func(*notes) {
		return func(n *notes) {
			n.take("textDocument/publishDiagnostics", params(t, object{"uri": FileURI(file), "diagnostics": []object{
				{"message": "wrong", "source": source, "severity": severity}}}))
		}
	}
	tests := []struct {
		name          string
		packages      int
		heard         []func(*notes)
		signs, popups []string
	}{
		{"nothing", 1, nil, nil, nil},
		{"load failed", 1, []func(*notes){log(Error, loadFailed)},
			[]string{"go/packages.Load #1: err: exit status 1: stderr: go: go.mod requires go >= 1.99"}, nil},
		{"only a later load of one file", 1, []func(*notes){log(Error, orphanFailed)}, nil, nil},
		{"first load", 1, []func(*notes){log(Error, "2026/11/21 09:36:54 initial workspace load failed: x")}, []string{"initial workspace load failed: x"}, nil},
		{"the same words as information", 1, []func(*notes){log(3, "initial workspace load failed: x")}, nil, nil},
		{"view popup", 0, []func(*notes){popup(Error, "Error loading workspace folders (expected 1, got 0)\nwhy")},
			[]string{"Error loading workspace folders (expected 1, got 0)\nwhy"}, nil},
		{"other popups", 1, []func(*notes){popup(Error, "Invalid settings: x"), popup(Error, "Invalid settings: x"), popup(Warning, "w")}, nil, []string{"Invalid settings: x"}},
		{"finished proves nothing", 1, []func(*notes){progress("begin", "Setting up workspace", "Loading packages..."), progress("end", "", "Finished loading packages.")}, nil, nil},
		{"ended with an error", 0, []func(*notes){progress("begin", "Setting up workspace", ""), progress("end", "", "Error loading packages: why")},
			[]string{"Setting up workspace: Error loading packages: why"}, nil},
		{"error slot", 0, []func(*notes){progress("begin", "Error loading workspace", "why"), progress("report", "", "more")},
			[]string{"Error loading workspace: why", "Error loading workspace: more"}, nil},
		{"error slot closed by a healthy view", 0, []func(*notes){progress("begin", "Error loading workspace", "why"), progress("end", "", "Done.")},
			[]string{"Error loading workspace: why"}, nil},
		{"go.mod error of the load", 3, []func(*notes){diagnostic("/w/go.mod", "go list", Error)}, []string{"/w/go.mod: wrong"}, nil},
		{"go.mod error of another kind", 3, []func(*notes){diagnostic("/w/go.mod", "go mod tidy", Error)}, nil, nil},
		{"the same with no package", 0, []func(*notes){diagnostic("/w/go.mod", "go mod tidy", Error)}, []string{"/w/go.mod: wrong"}, nil},
		{"go.mod warning", 0, []func(*notes){diagnostic("/w/go.mod", "go list", Warning)}, nil, nil},
		{"error in another file", 0, []func(*notes){diagnostic("/w/main.go", "go list", Error)}, nil, nil},
		{"nonsense", 0, []func(*notes){func(n *notes) { n.take("$/progress", json.RawMessage(`[`)); n.take("window/logMessage", nil) }}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := newNotes(nil)
			for _, hear := range test.heard {
				hear(n)
			}
			signs, popups := n.signs(test.packages)
			if !slices.Equal(signs, test.signs) || !slices.Equal(popups, test.popups) {
				t.Errorf("signs %q, popups %q", signs, popups)
			}
		})
	}
}

func TestGoVersionFromLog(t *testing.T) {
	n := newNotes(nil)
	n.take("window/logMessage", params(t, object{"type": 3, "message": created}))
	if got := n.version(); got != "go1.26.8" {
		t.Errorf("version %q", got)
	}
	n.take("window/logMessage", params(t, object{"type": 3, "message": "2024/02/12 10:00:00 go info for /w\n(view type GoMod)\n(go version go version go1.26.8 linux/amd64)\n"}))
	if got := n.version(); got != "go1.26.8" {
		t.Errorf("said twice: %q", got)
	}
	n.take("window/logMessage", params(t, object{"type": 3, "message": strings.ReplaceAll(created, "go1.26.8", "go1.25.0")}))
	if got := n.version(); got != "" {
		t.Errorf("views differ, version %q", got)
	}
	for text, want := range map[string]string{
		"go version go1.26.8 linux/amd64": "go1.26.8", "go1.25.9": "go1.25.9", "devel something": "devel something", "": "",
	} {
		if got := shortVersion(text); got != want {
			t.Errorf("%q gave %q", text, got)
		}
	}
}

func TestNotesAreBounded(t *testing.T) {
	n := newNotes(nil)
	long := strings.Repeat("ä", maxText)
	for i := range 3 * maxMessages {
		n.take("window/logMessage", params(t, object{"type": Error, "message": fmt.Sprint(i, long)}))
		n.take("$/progress", params(t, object{"token": i, "value": object{"kind": "begin", "title": "t"}}))
	}
	var list []object
	for range 3 * maxDiagnostics {
		list = append(list, object{"message": long, "severity": Error})
	}
	for i := range 2 * maxFiles {
		n.take("textDocument/publishDiagnostics", params(t, object{"uri": fmt.Sprintf("file:///%d.go", i), "diagnostics": list[:1]}))
	}
	n.take("textDocument/publishDiagnostics", params(t, object{"uri": "file:///1.go", "diagnostics": list}))
	s := &Server{notes: n}
	messages, dropped := s.Messages()
	if len(messages) != maxMessages || dropped != 2*maxMessages || len(n.work) > maxMessages {
		t.Errorf("%d messages, %d dropped, %d works", len(messages), dropped, len(n.work))
	}
	if text := messages[0].Text; len(text) > maxText+len("…") || !utf8.ValidString(text) || !strings.HasSuffix(text, "…") {
		t.Errorf("text of %d bytes ends %q", len(text), text[len(text)-10:])
	}
	if files, one := len(s.FilesWithDiagnostics()), len(s.Diagnostics(testPath("/1.go"))); files != maxFiles || one != maxDiagnostics {
		t.Errorf("%d files, %d diagnostics", files, one)
	}
	n.take("textDocument/publishDiagnostics", params(t, object{"uri": "file:///1.go", "diagnostics": []object{}}))
	if left := s.Diagnostics(testPath("/1.go")); len(left) != 0 {
		t.Errorf("taken back, but still %v", left)
	}
}

// testPath is the path of this system that the URI of path decodes to.
func testPath(path string) string {
	p, err := PathFromURI(FileURI(path))
	if err != nil {
		panic(err)
	}
	return p
}

func TestProgressIsTold(t *testing.T) {
	var told []string
	n := newNotes(func(text string) { told = append(told, text) })
	for _, value := range []object{
		{"kind": "begin", "title": "Setting up workspace", "message": "Loading packages..."},
		{"kind": "report", "message": "half"},
		{"kind": "end", "message": "Finished loading packages."},
		{"kind": "report", "message": "of nothing"},
		{"kind": "begin", "title": "Packages", "message": "Running..."},
	} {
		n.take("$/progress", params(t, object{"token": 1, "value": value}))
	}
	if want := []string{"Setting up workspace: Loading packages...", "Setting up workspace: half"}; !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
}

func FuzzNotes(f *testing.F) {
	f.Add("$/progress", []byte(`{"token":1,"value":{"kind":"begin","title":"x"}}`))
	f.Add("window/logMessage", []byte(`{"type":1,"message":"Created View"}`))
	f.Add("textDocument/publishDiagnostics", []byte(`{"uri":"file:///x","diagnostics":[{}]}`))
	f.Fuzz(func(t *testing.T, method string, data []byte) {
		n := newNotes(nil)
		n.take(method, data)
		n.signs(0)
	})
}
