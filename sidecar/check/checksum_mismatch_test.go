package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestChecksumMismatch(t *testing.T) {
	const words = "verifying rsc.io/quote@v1.5.2: checksum mismatch\n\tdownloaded: h1:3fEykkD9k7lYzXqCYrwGAf7iNhbk4yCjHmKBN9td4L0=\n\tgo.sum:     h1:AAAAkkD9k7lYzXqCYrwGAf7iNhbk4yCjHmKBN9td4L0=\n\nSECURITY ERROR\nThis download does NOT match an earlier download recorded in go.sum."
	runCases(t, ChecksumMismatch, []testCase{
		{name: "healthy"},
		{name: "s23c", change: do(loadFails("checksum mismatch"), listFails("go: "+words)), want: []health.FindingID{"checksum-mismatch"}},
		{name: "s23c-package", change: do(lostDependency, lists([3]string{"rsc.io/quote", words, "main.go:6:2"})), want: []health.FindingID{"checksum-mismatch"}},
		{name: "go-mod-hash-windows", system: "windows", change: listFails("go: verifying rsc.io/quote@v1.5.2/go.mod: checksum mismatch"), want: []health.FindingID{"checksum-mismatch"}},
		{name: "gopls-alone", change: loadFails("err: exit status 1: stderr: go: checksum mismatch"), want: []health.FindingID{"checksum-mismatch"}},
		{name: "missing-entry-is-another-finding", change: lists([3]string{"rsc.io/quote", "missing go.sum entry for module providing package rsc.io/quote", "main.go:6:2"})},
		{name: "list-unfinished", change: func(s *health.Snapshot) {
			s.Lists = []health.GoList{{Folder: s.Folders[0].Path, Failed: health.GoHangs}}
		}, state: health.StateInconclusive},
	})
}
