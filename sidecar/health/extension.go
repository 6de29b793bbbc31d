package health

import "strings"

// ProbeGoExtension fills GoExtension.
const ProbeGoExtension ProbeID = "go-extension"

// GoExtension is the installed Go extension (golang.go), as the manifest in its directory tells. The editor names the
// version but no directory; the directory is looked for where editors keep their extensions.
type GoExtension struct {
	Dir     Path   `json:"dir,omitempty"`
	Version Public `json:"version,omitempty"`
	// State is that of package.json; FileMissing means that no directory of the extension was found.
	State FileState `json:"state"`
	Error Text      `json:"error,omitempty"`
	// Keys are the settings that it declares, sorted, capped at 300: 2 kB.
	Keys []Public `json:"keys,omitempty"`
}

// GoExtensionVersion is the version of golang.go that runs, else that of the one that is installed; "" if neither is known.
func (s *Snapshot) GoExtensionVersion() Public {
	if e, ok := s.GoExtensionRuns(); ok && e.Version != "" {
		return e.Version
	}
	return s.GoExtension.Version
}

// GoExtensionRuns returns what the editor says of golang.go; ok is false where it is not installed or switched off, and
// on the command line.
func (s *Snapshot) GoExtensionRuns() (Extension, bool) {
	for _, e := range s.Editor.Extensions {
		if strings.EqualFold(string(e.ID), "golang.go") {
			return e, true
		}
	}
	return Extension{}, false
}
