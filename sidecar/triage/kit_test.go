package triage

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// made is a report: badge, then one root a word, "check" or "check=severity".
func made(badge string, roots ...string) string {
	var findings []string
	for _, root := range roots {
		check, severity, ok := strings.Cut(root, "=")
		if !ok {
			severity = "error"
		}
		findings = append(findings, fmt.Sprintf(`{"id":%q,"check":%[1]q,"severity":%q,"because":"","evidence":[{"what":"x","source":{"kind":"environment","name":"GOROOT","file":"/home/ada"}}]}`, check, severity))
	}
	return fmt.Sprintf(`{"schema":1,"tool":{"name":"govitals","version":"0.1.0"},"startedAt":"2026-11-20T10:00:00Z","tookMs":12,"tier":"standard","badge":%q,"folders":[{"path":"/home/ada/x"}],`+
		`"findings":[%s],"ladders":[{"folder":"/x","verdict":"healthy"},{"folder":"/y","verdict":"project"}],`+
		`"isolations":[{"culprits":[{"kind":"variable","name":"GOFLAGS"},{"kind":"module","name":"git.hush.example/x"}]}],`+
		`"snapshot":{"schema":1,"system":{"os":"linux","arch":"amd64","release":"Debian 12","user":"ada"},"editor":{"version":"1.105.0","extensions":[{"id":"golang.go","version":"0.50.0"}]},`+
		`"goEnvs":[{"folder":"/x","values":[{"name":"GOROOT","value":{"text":"/usr/go"}},{"name":"GOVERSION","value":{"class":"public","text":"go1.26.8"}}]}],`+
		`"gopls":{"version":"v0.23.0","builtBy":"go1.26.8"},"junk":["a \" quote","}{][",{"deep":[1,2.5e3,null,true]}]}}`, badge, strings.Join(findings, ","))
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// readAll reads files and returns what was read: a row each.
func readAll(t *testing.T, stdin string, paths ...string) ([]Row, *Summary) {
	t.Helper()
	var rows []Row
	sum, err := Read(context.Background(), Input{Paths: paths, Stdin: strings.NewReader(stdin)}, func(r Row) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum.Finish()
	return rows, sum
}
