package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestVendorEdited(t *testing.T) {
	changed := func(files ...health.ChangedFile) func(*health.Snapshot) {
		return do(vendored, func(s *health.Snapshot) {
			s.VendorFiles = []health.VendorFiles{{Dir: inFolder(s, "vendor"), GoMod: s.Folders[0].Modules[0].File, Compared: 1, Changed: files}}
		})
	}
	edited := health.ChangedFile{File: "rsc.io/quote/quote.go", How: health.FileAltered}
	runCases(t, VendorEdited, around([]testCase{
		{name: "no-vendor", state: health.StateNotApplicable},
		{name: "as-published", change: changed()},
		{name: "s14c", change: changed(edited), want: []health.FindingID{"vendor-edited"}},
		{name: "s14c-windows", system: "windows", change: changed(edited), want: []health.FindingID{"vendor-edited"}},
		{name: "several", change: changed(edited, health.ChangedFile{File: "rsc.io/quote/extra.go", How: health.FileAdded}, health.ChangedFile{File: "rsc.io/quote/buggy.go", How: health.FileGone}),
			want: []health.FindingID{"vendor-edited"}},
		{name: "workspace", change: do(changed(edited), func(s *health.Snapshot) { s.VendorFiles[0].GoMod = inFolder(s, "go.work") }), want: []health.FindingID{"vendor-edited"}},
		{name: "not-compared", change: do(changed(), func(s *health.Snapshot) { s.VendorFiles[0].Compared, s.VendorFiles[0].Unknown = 0, 4 })},
	}))
}
