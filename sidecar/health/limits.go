package health

// The probes of limits that the system sets to programs.
const (
	ProbeDescriptors ProbeID = "descriptors" // Descriptors
	ProbeExecPlaces  ProbeID = "exec-places" // ExecPlaces
)

// Descriptors are the limits of open files. 0 is unknown or without limit.
type Descriptors struct {
	// Hard is the hard limit of the editor's extension host, on the command line that of this program: what gopls inherits,
	// and raises its own limit to when it starts (reference os-facts §7).
	Hard   int    `json:"hard,omitempty"`
	Source Source `json:"source"`
	// PerProcess, System and Used are macOS's kern.maxfilesperproc, kern.maxfiles and kern.num_files; on Linux the last two
	// are fs.file-max and the first number of fs.file-nr.
	PerProcess int `json:"perProcess,omitempty"`
	System     int `json:"system,omitempty"`
	Used       int `json:"used,omitempty"`
}

// ExecPlace is a directory that go starts programs from that it has just built.
type ExecPlace struct {
	Role   Public `json:"role"` // GOTMPDIR, TMPDIR
	Folder Path   `json:"folder,omitempty"`
	Path   Path   `json:"path"`
	Source Source `json:"source"`
	// NoExec: the file system is mounted so that the system starts no program from it.
	NoExec bool `json:"noExec,omitempty"`
}
