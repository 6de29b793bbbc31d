package ladder

import (
	"go/parser"
	"go/token"
	"testing"
)

func TestMatchesName(t *testing.T) {
	b := Build{GOOS: "linux", GOARCH: "amd64"}
	cases := map[string]bool{
		"a.go": true, "a_linux.go": true, "a_windows.go": false, "a_amd64.go": true, "a_arm64.go": false, "a_linux_amd64.go": true,
		"a_linux_arm64.go": false, "a_windows_amd64.go": false, "a_windows_test.go": false, "a_linux_test.go": true, "linux.go": true,
		"windows.go": true, "_a.go": false, ".a.go": false, "a.txt": false, "a_unix.go": true, "a_b_c.go": true, "a_test.go": true,
		"a_android.go": false, "a_wasm.go": false, "windows_test.go": true, "a_arm.go": false,
	}
	for name, want := range cases {
		if got := b.matchesName(name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if android := (Build{GOOS: "android", GOARCH: "arm64"}); !android.matchesName("a_linux.go") {
		t.Error("android builds files for linux")
	}
}

func TestMatches(t *testing.T) {
	b := Build{GOOS: "linux", GOARCH: "amd64", GoVersion: "go1.26.8", Tags: []string{"integration"}}
	withC := b
	withC.CGO = true
	cases := map[string]struct {
		text string
		b    Build
		want bool
	}{
		"no constraint":              {"package a", b, true},
		"this system":                {"//go:build linux && amd64\n\npackage a", b, true},
		"another system":             {"//go:build windows || darwin\n\npackage a", b, false},
		"unix":                       {"//go:build unix\n\npackage a", b, true},
		"a tag that is set":          {"//go:build integration\n\npackage a", b, true},
		"a tag that is not":          {"//go:build e2e\n\npackage a", b, false},
		"ignore":                     {"//go:build ignore\n\npackage main", b, false},
		"an older Go":                {"//go:build go1.18\n\npackage a", b, true},
		"a newer Go":                 {"//go:build go1.99\n\npackage a", b, false},
		"not a newer Go":             {"//go:build !go1.99\n\npackage a", b, true},
		"old form":                   {"// +build windows\n\npackage a", b, false},
		"old form, several lines":    {"// +build linux\n// +build !e2e\n\npackage a", b, true},
		"new form overrules old":     {"//go:build linux\n// +build windows\n\npackage a", b, true},
		"behind the package clause":  {"package a\n\n//go:build windows\n", b, true},
		"import C without cgo":       {"package a\n\nimport \"C\"\n", b, false},
		"import C with cgo":          {"package a\n\nimport \"C\"\n", withC, true},
		"the tag cgo without cgo":    {"//go:build cgo\n\npackage a", b, false},
		"a comment that is no build": {"// Copyright\n\npackage a", b, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f, err := parser.ParseFile(token.NewFileSet(), "a.go", c.text, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.b.matches(f); got != c.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
