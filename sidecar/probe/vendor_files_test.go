package probe

import (
	"context"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestCompareVendor(t *testing.T) {
	listed := func(modules ...health.VendorModule) *health.Vendor {
		return &health.Vendor{Dir: "/w/vendor", State: health.FileOK, Modules: modules}
	}
	x := health.VendorModule{Path: "a.org/x", Version: "v1.0.0", Packages: 1}
	y := health.VendorModule{Path: "a.org/x/deep", Version: "v2.0.0", Packages: 1}
	base := map[string]string{"x.go": "package x\n", "x_test.go": "package x\n", "gen.go": "//go:build ignore\n\npackage main\n", "LICENSE": "yes\n", "other/o.go": "package other\n"}
	const vendored = "-- /w/vendor/modules.txt --\n# a.org/x v1.0.0\n-- /w/vendor/a.org/x/x.go --\npackage x\n-- /w/vendor/a.org/x/LICENSE --\nyes\n"
	for _, tc := range []struct {
		name, files       string
		vendor            *health.Vendor
		change            func(*fakeSystem)
		compared, unknown int
		changed           []health.ChangedFile
	}{
		{name: "as published", vendor: listed(x), compared: 1},
		{name: "edited", files: "-- /w/vendor/a.org/x/x.go --\npackage x // mine\n", vendor: listed(x), compared: 1, changed: []health.ChangedFile{{File: "a.org/x/x.go", How: health.FileAltered}}},
		{name: "windows line ends", vendor: listed(x), compared: 1, change: func(m *fakeSystem) { m.write("/w/vendor/a.org/x/x.go", "package x\r\n") }},
		{name: "added", files: "-- /w/vendor/a.org/x/mine.go --\npackage x\n", vendor: listed(x), compared: 1, changed: []health.ChangedFile{{File: "a.org/x/mine.go", How: health.FileAdded}}},
		{name: "taken away", vendor: listed(x), compared: 1, change: func(m *fakeSystem) {
			delete(m.nodes, "/w/vendor/a.org/x/x.go")
			m.write("/w/vendor/a.org/x/more.go", "package x\n")
			m.write("/mod/a.org/x@v1.0.0/more.go", "package x\n")
		}, changed: []health.ChangedFile{{File: "a.org/x/x.go", How: health.FileGone}}},
		{name: "not in the cache", vendor: listed(health.VendorModule{Path: "a.org/x", Version: "v9.0.0", Packages: 1}), unknown: 1},
		{name: "replaced by a directory", vendor: listed(health.VendorModule{Path: "a.org/x", Version: "v1.0.0", Replaced: true, ReplacedBy: "./fork", Packages: 1}), unknown: 1},
		{name: "replaced by a module", vendor: listed(health.VendorModule{Path: "b.org/x", Version: "v0.1.0", Replaced: true, ReplacedBy: "a.org/x v1.0.0", Packages: 1}),
			files: "-- /w/vendor/b.org/x/x.go --\npackage edited\n", compared: 1, changed: []health.ChangedFile{{File: "b.org/x/x.go", How: health.FileAltered}}},
		{name: "nested module", vendor: listed(x, y), compared: 2, change: func(m *fakeSystem) {
			cacheModule(t, m, "a.org/x/deep", "v2.0.0", map[string]string{"d.go": "package deep\n"})
			m.write("/w/vendor/a.org/x/deep/d.go", "package deep // mine\n")
		}, changed: []health.ChangedFile{{File: "a.org/x/deep/d.go", How: health.FileAltered}}},
		{name: "nested module that is not in the cache", vendor: listed(x, y), compared: 1, unknown: 1, files: "-- /w/vendor/a.org/x/deep/d.go --\npackage deep\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newFake(t, "linux", vendored+tc.files)
			cacheModule(t, m, "a.org/x", "v1.0.0", base)
			if tc.change != nil {
				tc.change(m)
			}
			got := compareVendor(context.Background(), m, "/mod", "/w/go.mod", tc.vendor)
			if got.Compared != tc.compared || got.Unknown != tc.unknown || len(got.Changed) != len(tc.changed) {
				t.Fatalf("%+v", got)
			}
			for i := range tc.changed {
				if got.Changed[i] != tc.changed[i] {
					t.Errorf("%+v, want %+v", got.Changed[i], tc.changed[i])
				}
			}
		})
	}
}
