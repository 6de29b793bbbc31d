package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// everythingFails are the checks whose faults leave gopls nothing to work with, most fundamental first.
var everythingFails = []health.CheckID{
	"go-missing", "go-unrunnable", "go-hangs", "go-noisy", "goroot-invalid", "goroot-mismatch", "goroot-overlay",
	"goflags-invalid", "goflags-mod", "gotoolchain-invalid", "go-version-required", "env-value-invalid", "target-invalid",
	"cache-unusable", "tmpdir-unusable", "gopackagesdriver", "gopls-missing", "gopls-flags-invalid", "gopls-setting-invalid",
	"go-work-invalid", "go-work-dangling", "go-work-version", "go-mod-invalid", "go111module-off", "vendor-inconsistent",
	"checksum-mismatch", "module-cache-damaged", "workspace-alias", "workspace-unreadable",
}

// toolFails are the checks of what keeps one tool from starting, or from answering now.
var toolFails = []health.CheckID{"tool-quarantined", "signature-invalid", "libc-mismatch", "tool-foreign-arch", "gopls-stalled"}

// someFails are the checks whose faults break questions about other modules, and leave the standard library and the own
// package whole.
var someFails = []health.CheckID{
	"module-missing", "replace-dangling", "gosum-incomplete", "dependency-missing", "modules-not-downloaded", "module-download-failed",
	"proxy-config", "fd-limit", "module-stray", "package-dir-invalid", "cgo-unavailable", "build-excluded", "directory-filters",
}

// pulseCauses are all checks that may explain a bad pulse: what was found by trying before what the facts suggest.
func pulseCauses(more ...health.CheckID) []health.CheckID {
	return slices.Concat([]health.CheckID{"gopls-stale", "culprit"}, toolFails, everythingFails, someFails, more)
}

// explainsPulse: a cause that the words of go or gopls name explains a bad pulse whatever its severity; without words
// only an error does, and one that concerns other modules only if nothing else is broken. So a mere warning never takes
// the red from the badge.
func explainsPulse(s *health.Snapshot, cause, own health.Finding) bool {
	if !sameFolder(cause, own) {
		return false
	}
	switch cause.Check {
	case health.CheckID(goplsStale):
		return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { return concerns(own, f.Path) && serverIsStale(s, f.Path) })
	case health.CheckID(culprit):
		return blamed(s, cause, own)
	case health.CheckID(goplsStalled):
		return stallExplains(s, cause, own)
	case health.CheckID(toolQuarantined), health.CheckID(signatureInvalid), health.CheckID(libcMismatch), health.CheckID(toolForeignArch):
		return toolExplains(s, cause, own)
	}
	for _, f := range goFolders(s) {
		if own.Folder != "" && f.Path != own.Folder || !concerns(cause, f.Path) || !pulseIsBad(s, f.Path) {
			continue
		}
		if _, named := saidOf(s, f.Path, cause.Check); named {
			return true
		}
		if filesExplain(s, cause, f.Path) {
			return true
		}
		partly := slices.Contains(someFails, cause.Check)
		switch {
		case partly && (cause.Severity == health.Error || cause.Check == health.CheckID(modulesNotDownloaded)):
			if outsideOnly(s, f.Path) && loaded(s, f.Path) {
				return true
			}
		case !partly && cause.Severity == health.Error:
			return true
		}
	}
	return false
}

func concerns(f health.Finding, folder health.Path) bool { return f.Folder == "" || f.Folder == folder }

// loaded reports that the server could load the folder, so that what failed are single questions.
func loaded(s *health.Snapshot, folder health.Path) bool {
	f, known := s.Folder(folder)
	r, ok := rungOf(s, folder)
	return known && ok && !loadBroken(s, f, r)
}

// namedSeen is evidence of the causes that the words about a folder name, a few of them.
func namedSeen(s *health.Snapshot, folder health.Path) []health.Evidence {
	var out []health.Evidence
	all := namedCauses(s, folder)
	for _, n := range all[:min(len(all), 3)] {
		out = append(out, wordsSeen(n))
	}
	return out
}

// onlyReadonly reports that all that is wrong comes of our own -mod=readonly where the user's -mod=mod would let go
// correct go.mod and go.sum by itself. Then we cannot judge.
func onlyReadonly(s *health.Snapshot, folder health.Path) bool {
	if !ownReadonly(s, folder) {
		return false
	}
	all := namedCauses(s, folder)
	return len(all) > 0 && !slices.ContainsFunc(all, func(n named) bool {
		mended := n.Check == health.CheckID(gosumIncomplete) || n.Check == health.CheckID(dependencyMissing)
		return !mended || n.source.Kind != health.FromServer
	})
}
