//go:build unix

package lab

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"sort"
	"strings"
	"sync"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
	"golang.org/x/tools/txtar"
)

// proxy is a module proxy on loopback that serves the made-up modules of modules.txtar and writes down who asked for
// what: a diagnosis must not ask for anything. Its gopls becomes the real one as soon as it runs.
type proxy struct {
	*httptest.Server
	files map[string][]byte // by URL path

	mu       sync.Mutex
	requests []string
}

func newProxy(file, gopls string) (*proxy, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	data = bytes.ReplaceAll(data, []byte("$LAB_GOPLS"), []byte(gopls))
	p := &proxy{files: map[string][]byte{}}
	modules := map[module.Version][]txtar.File{}
	for _, f := range txtar.Parse(data).Files {
		root, name, _ := strings.Cut(f.Name, "//")
		modulePath, version, _ := strings.Cut(root, "@")
		m := module.Version{Path: modulePath, Version: version}
		modules[m] = append(modules[m], txtar.File{Name: name, Data: f.Data})
	}
	versions := map[string][]string{}
	for m, files := range modules {
		if err := p.add(m, files); err != nil {
			return nil, err
		}
		versions[m.Path] = append(versions[m.Path], m.Version)
	}
	for modulePath, list := range versions {
		sort.Strings(list)
		p.files["/"+modulePath+"/@v/list"] = []byte(strings.Join(list, "\n") + "\n")
	}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	return p, nil
}

func (p *proxy) add(m module.Version, files []txtar.File) error {
	var archive bytes.Buffer
	var list []modzip.File
	base := "/" + m.Path + "/@v/" + m.Version
	for _, f := range files {
		list = append(list, zipped{f})
		if f.Name == "go.mod" {
			p.files[base+".mod"] = f.Data
		}
	}
	if err := modzip.Create(&archive, m, list); err != nil {
		return fmt.Errorf("%s: %w", m, err)
	}
	p.files[base+".zip"] = archive.Bytes()
	p.files[base+".info"] = fmt.Appendf(nil, `{"Version":%q,"Time":"2024-01-01T00:00:00Z"}`, m.Version)
	return nil
}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.requests = append(p.requests, r.Method+" "+r.URL.Path)
	p.mu.Unlock()
	data, ok := p.files[path.Clean(r.URL.Path)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data)
}

// heard returns the requests so far and forgets them.
func (p *proxy) heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.requests
	p.requests = nil
	return out
}
