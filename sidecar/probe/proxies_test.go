package probe

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// moduleServer is a module proxy that writes down what it is asked for.
func moduleServer(t *testing.T, answer func(path string) (int, string)) (url string, heard func() []string) {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		mu.Unlock()
		status, body := answer(r.URL.Path)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(asked)
		return asked
	}
}

func whole(path string) (int, string) {
	if strings.HasSuffix(path, "/supported") {
		return 200, ""
	}
	return 200, "v0.1.0\n"
}

// chainFor runs the probe in a folder with variables as go env tells them.
func chainFor(t *testing.T, values map[string]string, env ...string) health.ProxyChain {
	t.Helper()
	facts := func(s *health.Snapshot, p *Private) {
		s.Folders = []health.Folder{{Path: "/w", State: health.FolderOK, GoFiles: 1, Modules: []health.GoMod{{File: "/w/go.mod",
			Requires: []health.Require{{Path: "git.corp.test/a/b"}, {Path: "git.corp.test/a/c"}, {Path: "rsc.test/quote"}}}}}, {Path: "/plain", State: health.FolderOK}}
		p.GoValues = map[health.Path]map[string]string{"/w": values}
		p.ToolEnv = map[health.Path][]string{"/w": env}
	}
	none := func(*health.Snapshot, *Private) {}
	s := examine(t, newFake(t, "linux", ""), Request{Tier: health.TierDeep}, still(health.ProbeFolders, facts), still(health.ProbeGoEnv, none), still(health.ProbeToolEnv, none),
		still(health.ProbeModuleCache, none), still(health.ProbeGOENV, none), still(health.ProbeSettings, none), proxiesProbe)
	if len(s.ProxyChains) != 1 || s.ProxyChains[0].Folder != "/w" {
		t.Fatalf("%+v", s.ProxyChains)
	}
	return s.ProxyChains[0]
}

func TestProxies(t *testing.T) {
	good, heard := moduleServer(t, whole)
	empty, _ := moduleServer(t, func(string) (int, string) { return 404, "" })
	dead := closedPort(t)
	off := "off"
	for _, tc := range []struct {
		name, proxies, sums string
		broken              int
		kinds               []health.ProxyKind
	}{
		{"one that answers", good, off, 0, []health.ProxyKind{health.ProxyServer}},
		{"dead, and a comma does not hand over", dead + "," + good, off, 1, []health.ProxyKind{health.ProxyServer, health.ProxyServer}},
		{"dead, and a bar hands over", dead + "|" + good, off, 0, []health.ProxyKind{health.ProxyServer, health.ProxyServer}},
		{"both dead", dead + "|" + dead + "/other", off, 2, []health.ProxyKind{health.ProxyServer, health.ProxyServer}},
		{"dead, then off", dead + "|off", off, 1, []health.ProxyKind{health.ProxyServer, health.ProxyOff}},
		{"off", "off", off, 0, []health.ProxyKind{health.ProxyOff}},
		{"nothing counts after off", "off," + dead, off, 0, []health.ProxyKind{health.ProxyOff}},
		{"has nothing, hands over", empty + ",off", off, 0, []health.ProxyKind{health.ProxyServer, health.ProxyOff}},
		{"directory that is gone", "file:///srv/modules", off, 1, []health.ProxyKind{health.ProxyFiles}},
		{"no address", "golang", off, 0, []health.ProxyKind{health.ProxyInvalid}},
		{"no entry", ",", off, 0, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.name == "no entry" {
				entries, _ := parseProxies(tc.proxies)
				if len(entries) != 0 {
					t.Errorf("%+v", entries)
				}
				return
			}
			c := chainFor(t, map[string]string{"GOPROXY": tc.proxies, "GOSUMDB": tc.sums})
			var kinds []health.ProxyKind
			for _, e := range c.Entries {
				kinds = append(kinds, e.Kind)
			}
			if !slices.Equal(kinds, tc.kinds) || len(c.Broken()) != tc.broken || c.Sums != nil {
				t.Errorf("%+v: broken %+v, want %d of %v", c, c.Broken(), tc.broken, tc.kinds)
			}
		})
	}
	if got := slices.Compact(heard()); !slices.Equal(got, []string{"GET /golang.org/x/mod/@v/list"}) {
		t.Errorf("asked for %q", got)
	}
}

func TestProxiesChecksumDatabase(t *testing.T) {
	with, _ := moduleServer(t, whole)
	without, _ := moduleServer(t, func(path string) (int, string) {
		if strings.HasSuffix(path, "/supported") {
			return 404, ""
		}
		return whole(path)
	})
	database, _ := moduleServer(t, func(string) (int, string) { return 200, "go.sum database tree\n12\nx\n" })
	page, _ := moduleServer(t, func(string) (int, string) { return 200, "<html>" })
	dead := closedPort(t)
	for _, tc := range []struct {
		name   string
		values map[string]string
		asked  bool
		fault  health.ContactFault
	}{
		{"through the proxy", map[string]string{"GOPROXY": with, "GOSUMDB": "sum.test " + dead}, true, ""},
		{"itself", map[string]string{"GOPROXY": without, "GOSUMDB": "sum.test+1+key " + database}, true, ""},
		{"dead", map[string]string{"GOPROXY": without, "GOSUMDB": "sum.test " + dead}, true, health.FaultRefused},
		{"a page", map[string]string{"GOPROXY": without, "GOSUMDB": "sum.test " + page}, true, health.FaultGarbage},
		{"off", map[string]string{"GOPROXY": without, "GOSUMDB": "off"}, false, ""},
		{"for nothing", map[string]string{"GOPROXY": without, "GOSUMDB": "sum.test " + dead, "GONOSUMDB": "*"}, false, ""},
		{"not for what is needed", map[string]string{"GOPROXY": without, "GOSUMDB": "sum.test " + dead, "GOPRIVATE": "*.test", "GONOPROXY": "none"}, false, ""},
		{"no proxy answers", map[string]string{"GOPROXY": dead, "GOSUMDB": "sum.test " + database}, false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := chainFor(t, tc.values)
			if (c.Sums != nil) != tc.asked || c.Sums != nil && c.Sums.Failure != tc.fault {
				t.Errorf("%+v", c.Sums)
			}
		})
	}
}

// Private modules are not looked for at a proxy, and their hosts are asked only once.
func TestProxiesPrivateHosts(t *testing.T) {
	good, _ := moduleServer(t, whole)
	via := says(t, 502, "")
	c := chainFor(t, map[string]string{"GOPROXY": good + ",direct", "GOPRIVATE": "git.corp.test", "GOSUMDB": "off"}, "HTTPS_PROXY="+via)
	if len(c.Private) != 1 || c.Private[0].URL != "https://git.corp.test/" || c.Private[0].Failure != health.FaultVia || len(c.Entries[1].Contacts) != 0 {
		t.Errorf("%+v", c)
	}
	c = chainFor(t, map[string]string{"GOPROXY": "direct", "GOPRIVATE": "git.corp.test", "GOSUMDB": "off"}, "HTTPS_PROXY="+via)
	if got := c.Entries[0].Contacts; len(got) != 1 || got[0].URL != "https://rsc.test/" || len(c.Broken()) != 1 {
		t.Errorf("%+v", c)
	}
}

// An untrusted folder must not choose whom this machine talks to.
func TestProxiesUntrusted(t *testing.T) {
	_, err := proxiesProbe.Run(context.Background(), &Examination{System: newFake(t, "linux", ""), Request: Request{Untrusted: true}})
	if err == nil {
		t.Error("it asked")
	}
}

func TestProxiesAskedOnce(t *testing.T) {
	url, heard := moduleServer(t, whole)
	a := &asker{ex: &Examination{System: newFake(t, "linux", ""), Progress: func(string) {}}, deadline: 10 * time.Second, known: map[string]health.Contact{}}
	q := asked{url: url, env: []string{"NO_PROXY=x"}}
	first, second := a.once(context.Background(), q), a.once(context.Background(), q)
	if first != second || len(heard()) != 1 {
		t.Errorf("%+v, %+v, %q", first, second, heard())
	}
}
