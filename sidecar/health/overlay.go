package health

// ProbeGoOverlay fills Overlays.
const ProbeGoOverlay ProbeID = "go-overlay"

// Overlay is what was found in the sources of a Go release that is in use: names that one package of it declares twice,
// as happens where a release was unpacked over an older one. Only packages that every program needs are read.
type Overlay struct {
	Root  Path            `json:"root"`
	Files int             `json:"files"` // looked at
	Twice []DeclaredTwice `json:"twice,omitempty"`
	Cut   int             `json:"cut,omitempty"` // more of them
	Error Text            `json:"error,omitempty"`
}

// DeclaredTwice is a name that two files of one package declare, both of which are built for this system.
type DeclaredTwice struct {
	Name   Module `json:"name"` // runtime.mapassign
	First  Path   `json:"first"`
	Second Path   `json:"second"`
}
