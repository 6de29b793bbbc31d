package report

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/govitals/govitals/sidecar/health"
)

const smallReport = `{"schema":1,"tool":{"name":"govitals","version":"1"},"badge":"error","findings":[{"id":"go-missing:é𝄞"}],"snapshot":{"schema":1}}`

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func wideText(order binary.AppendByteOrder, text string) string {
	out := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestReadAsPeopleKeepThem(t *testing.T) {
	for _, tc := range []struct{ name, content string }{
		{"plain", smallReport},
		{"with line breaks of Windows", strings.ReplaceAll(smallReport, ",", ",\r\n") + "\r\n"},
		{"gzip", zipped(t, smallReport)},
		{"byte order mark", "\ufeff" + smallReport},
		{"PowerShell", wideText(binary.LittleEndian, smallReport)},
		{"UTF-16, big end first", wideText(binary.BigEndian, smallReport)},
		{"gzip of PowerShell's", zipped(t, wideText(binary.LittleEndian, smallReport))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := Read(strings.NewReader(tc.content))
			if err != nil {
				t.Fatal(err)
			}
			if d.Badge != health.BadgeError || len(d.Findings) != 1 || d.Findings[0].ID != "go-missing:é𝄞" || d.Snapshot == nil {
				t.Errorf("%+v", d)
			}
		})
	}
}

// endless is a file that never ends: whoever reads all of it is ended by the test's own deadline.
type endless struct{ sent, most int }

func (e *endless) Read(p []byte) (int, error) {
	e.sent += len(p)
	for i := range p {
		p[i] = ' '
	}
	if e.sent > e.most {
		return 0, io.ErrNoProgress
	}
	return len(p), nil
}

func TestReadRefusesTheRest(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   io.Reader
		want string
	}{
		{"empty", strings.NewReader(""), "it is empty"},
		{"cut off", strings.NewReader(smallReport[:60]), "cut off"},
		{"cut off inside gzip", strings.NewReader(zipped(t, smallReport)[:40]), "cut off"},
		{"not really gzip", strings.NewReader("\x1f\x8bnothing at all here"), "gzip file is damaged"},
		{"a gigabyte", &endless{most: 2 * Largest}, "larger than 32 MB"},
		{"a small file that unpacks to a gigabyte", strings.NewReader(zipped(t, strings.Repeat(" ", Largest+1))), "larger than 32 MB"},
		{"words", strings.NewReader("hello"), "it is no report"},
		{"the page", strings.NewReader("<!DOCTYPE html><html>"), "as JSON but a page"},
		{"the Markdown", strings.NewReader("## Go does not work here"), "as JSON but one as Markdown"},
		{"another program's", strings.NewReader(`{"schema":1,"tool":{"name":"other"}}`), "it is no report of 'govitals check"},
		{"SARIF", strings.NewReader(`{"version":"2.1.0","runs":[]}`), "it is no report of"},
		{"a list", strings.NewReader(`[1]`), "it is no report"},
		{"null", strings.NewReader(`null`), "it is no report of"},
		{"a newer schema", strings.NewReader(`{"schema":7,"tool":{"name":"govitals"}}`), "newer govitals (schema 7; this one reads 1)"},
		{"a newer schema with other types", strings.NewReader(`{"schema":7,"tool":{"name":"govitals"},"badge":{"word":"error"}}`), "newer govitals (schema 7"},
		{"a negative schema", strings.NewReader(`{"schema":-1,"tool":{"name":"govitals"}}`), "there is no schema -1"},
		{"a newer snapshot", strings.NewReader(strings.Replace(smallReport, `{"schema":1}}`, `{"schema":9}}`, 1)), "snapshot schema 9"},
		{"another type", strings.NewReader(strings.Replace(smallReport, `"error"`, `5`, 1)), "it is no report"},
		{"two", strings.NewReader(smallReport + "\n" + smallReport), "more than one report"},
		{"something behind it", strings.NewReader(smallReport + "\nDone."), "something stands behind"},
		{"nested without end", strings.NewReader(`{"schema":1,"x":` + strings.Repeat("[", 20000)), "it is no report"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := Read(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// A report is indented; its settings must be judged and shown as they were before.
func TestSettingsSurviveTheReport(t *testing.T) {
	before := health.DataOf(map[string]any{"a": []string{"<x>", "& y"}})
	text, err := JSON(Document{Schema: Schema, Tool: Tool{Name: "govitals"}, Snapshot: &health.Snapshot{Settings: []health.Setting{{Key: "gopls", Value: before}}}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if after := d.Snapshot.Settings[0].Value; after != before || before != `{"a":["<x>","& y"]}` {
		t.Errorf("%s became %s", before, after)
	}
}
