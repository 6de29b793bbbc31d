package probe

import (
	"go/build"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// real adds files of the installed Go release to a corpus, so that it begins with what is out there.
func real(f *testing.F, add func([]byte), patterns ...string) {
	f.Helper()
	const most, largest = 8, 256 << 10
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(build.Default.GOROOT, filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files[:min(len(files), most)] {
			if data, err := os.ReadFile(file); err == nil && len(data) <= largest {
				add(data)
			}
		}
	}
}

// FuzzCopyOfWork: the copy of a go.work means what the file means, seen from another directory.
func FuzzCopyOfWork(f *testing.F) {
	f.Add([]byte("go 1.26\n\nuse (\n\t.\n\t./a // why\n\t../b\n)\n\nreplace x.io/y v1.0.0 => ./fork\n"))
	f.Add([]byte("use /abs\nuse \"with space\"\nuse ./a\nuse ./a/\n"))
	f.Add([]byte("go 1.26\r\nuse .\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var before, after health.Workspace
		parseGoWork("linux", "/w", text, &before)
		whole, err := absoluteWork("linux", "/w/go.work", text)
		if err != nil || before.State != health.FileOK {
			return
		}
		parseGoWork("linux", "/elsewhere", whole, &after)
		if after.State != health.FileOK {
			t.Fatalf("the copy of %q is no go.work: %q", text, whole)
		}
		there := map[health.Path]bool{}
		for _, u := range after.Uses {
			there[u.Dir] = true
		}
		for _, u := range before.Uses {
			if !there[u.Dir] && len(before.Uses) < maxUses {
				t.Errorf("%s of %q is not in %q", u.Dir, text, whole)
			}
		}
	})
}

// FuzzRelease reads VERSION and go.env of a release, which packagers write.
func FuzzRelease(f *testing.F) {
	real(f, func(b []byte) { f.Add(b) }, "VERSION", "go.env", "VERSION.cache")
	f.Add([]byte("devel go1.27-abc Mon\n"))
	f.Add([]byte("GOTOOLCHAIN=\n =x\nGOTOOLCHAIN"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := newFake(t, "linux", "")
		m.write("/go/VERSION", string(data))
		m.write("/go/go.env", string(data))
		tree := lookAtTree(m, "/go")
		if strings.ContainsAny(string(tree.Version), "\n\r") || len(tree.Version) > 4<<10 {
			t.Errorf("%q is version %q", data, tree.Version)
		}
		got := shippedValue(m, "/go", "GOTOOLCHAIN")
		if got.value != "" && (got.line < 1 || got.line > strings.Count(string(data), "\n")+1) {
			t.Errorf("%q: line %d", data, got.line)
		}
	})
}

// FuzzSourceHead reads the heads of Go files as they are met in a workspace, half written ones too.
func FuzzSourceHead(f *testing.F) {
	real(f, func(b []byte) { f.Add(b[:min(len(b), 4<<10)]) }, "src/runtime/cgo/*.go", "src/internal/abi/map*.go", "src/os/*_windows.go")
	f.Add([]byte("//go:build cgo && !(linux || !\n/* //go:build x */\npackage x\nimport \"C\"\n"))
	f.Add([]byte("/*\nimport \"C\""))
	f.Fuzz(func(t *testing.T, head []byte) {
		expression, line := buildConstraint(head)
		if (expression == "") != (line == 0) && !strings.Contains(string(head), "//go:build") || line > strings.Count(string(head), "\n")+1 {
			t.Errorf("%q: %q on line %d", head, expression, line)
		}
		if importsC(head) && !strings.Contains(string(head), `"C"`) {
			t.Errorf("%q imports C", head)
		}
		constraintFits(head, func(tag string) bool { return len(tag)%2 == 0 })
		for _, name := range declarations(head) {
			if !strings.Contains(string(head), name) {
				t.Errorf("%q declares %s", head, name)
			}
		}
	})
}

// FuzzProxies: no GOPROXY, NO_PROXY or answer of a proxy makes the probe fall over, and no password comes out of one.
func FuzzProxies(f *testing.F) {
	f.Add("https://modules.example.net,direct", "golang.org,.corp,10.0.0.0/8,[::1]:80", "v1.0.0\nv1.0.1 2020-01-02T03:04:05Z\n")
	f.Add("https://ada:canary1@goproxy.corp/?k=canary2|file:///srv/mod,off", "*", "<html>")
	f.Add("::,http://,https:///x, |,noproxy", "host:port:port,[,/8", "\xff\n")
	f.Fuzz(func(t *testing.T, list, exceptions, answer string) {
		entries, urls := parseProxies(list)
		if len(entries) != len(urls) {
			t.Fatalf("%q: %d entries, %d addresses", list, len(entries), len(urls))
		}
		for i, e := range entries {
			if (e.Kind == health.ProxyOff || e.Kind == health.ProxyDirect) && i < len(entries)-1 {
				t.Errorf("%q: something counts after %s", list, e.Kind)
			}
			u, err := url.Parse(urls[i])
			switch {
			case e.Kind != health.ProxyServer:
				continue
			case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "":
				t.Errorf("%q is asked at %q", list, urls[i])
			default:
				throughProxy(u, exceptions)
				httpProxy("linux", []string{"HTTPS_PROXY=" + list, "http_proxy=" + list, "NO_PROXY=" + exceptions}, u)
			}
		}
		isVersionList(answer)
		readAddress(strings.NewReader(answer))
		splitFlags(withoutModFlags(list))
	})
}
