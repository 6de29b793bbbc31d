package probe

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxCandidates bounds the places of one search that are told.
const maxCandidates = 100

// search is golang.go's search for one tool (getBinPathWithPreferredGopathGorootWithExplanation; reference
// go-editor-facts §1.1), less its memory of earlier searches, which an editor that just started does not have.
type search struct {
	system System
	tool   string
	// alternate is go.alternateTools for this tool, substituted. An absolute path comes first; anything else is another
	// name to look for.
	alternate     string
	alternateFrom health.Source
	steps         []searchStep
	// snap: a go at /snap/bin/go stands for the one inside the snap, because the snap's launcher cannot be used by tools.
	snap bool

	result health.Lookup
}

// searchStep is a step of the search: a PATH-like list of directories, searched in order.
type searchStep struct {
	why    string
	list   string
	bin    bool // look in the bin directory of each
	files  []string
	source health.Source
}

// run searches. The result has every place that was looked at, up to the one that won.
func (s *search) run() health.Lookup {
	system := s.system.OS()
	s.result = health.Lookup{Tool: health.Public(s.tool), Purpose: health.ForEditor, Source: health.Source{Kind: health.FromLookup}}
	name := s.tool
	if s.alternate != "" {
		if !health.IsAbs(system, s.alternate) {
			name = s.alternate
		} else if s.try("alternateTool", s.alternate, s.alternateFrom) {
			return s.result
		}
	}
	for _, p := range s.steps {
		why, source := p.why, p.source
		if name != s.tool && len(p.files) == 0 {
			why, source = "alternateTool", s.alternateFrom
		}
		for _, file := range p.filesFor(system, name) {
			if s.try(why, file, source) {
				if s.snap && p.why == "path" && file == snapLauncher {
					s.result.Path = snapGo
				}
				return s.result
			}
		}
	}
	return s.result
}

const (
	snapLauncher = "/snap/bin/go"
	snapGo       = "/snap/go/current/bin/go"
)

// try looks at one place and records it.
func (s *search) try(why, file string, source health.Source) bool {
	state := candidateState(s.system, file)
	usable := state == health.CandidateUsable
	told := slices.ContainsFunc(s.result.Candidates, func(c health.Candidate) bool { return string(c.Path) == file })
	if usable || !told && len(s.result.Candidates) < maxCandidates {
		s.result.Candidates = append(s.result.Candidates, health.Candidate{Why: health.Public(why), Path: health.Path(file), State: state})
	}
	if usable {
		s.result.Path, s.result.Why, s.result.Source = health.Path(file), health.Public(why), source
	}
	return usable
}

// filesFor are the files that a step looks at. Entries of a list that are no absolute path are left out: they would be
// taken from the working directory of the editor's process, which says nothing about the folder.
func (p searchStep) filesFor(system, name string) []string {
	if len(p.files) > 0 {
		return p.files
	}
	var out []string
	for dir := range strings.SplitSeq(p.list, health.ListSeparator(system)) {
		if !health.IsAbs(system, dir) {
			continue
		}
		if p.bin {
			dir = health.Join(system, dir, "bin")
		}
		out = append(out, health.Join(system, dir, executableName(system, name)))
	}
	return out
}

// executableName is the file name that golang.go looks for. On Windows that is .exe alone: a .cmd or .bat is never found.
func executableName(system, tool string) string {
	if health.Windows(system) {
		return tool + ".exe"
	}
	return tool
}

// candidateState tells whether golang.go would take a file: a regular file that may be executed; on Windows any regular
// file.
func candidateState(system System, path string) health.CandidateState {
	info, err := system.Stat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return health.CandidateUnreadable
	case err != nil:
		return health.CandidateMissing
	case info.IsDir():
		return health.CandidateDirectory
	case !info.Mode().IsRegular():
		return health.CandidateNotExecutable
	case health.Windows(system.OS()):
		return health.CandidateUsable
	}
	if ok, err := system.Executable(path); err != nil || !ok {
		return health.CandidateNotExecutable
	}
	return health.CandidateUsable
}

// windowsExtensions is the order in which a name without extension is completed (the default of PATHEXT).
var windowsExtensions = []string{".com", ".exe", ".bat", ".cmd"}

// searchPath finds the first tool on a PATH as a program does that starts it by name (os/exec): what gopls does with go.
// Entries that are no absolute path are left out, since os/exec refuses what it finds there.
func searchPath(system System, tool string, purpose health.Purpose, path string, source health.Source) health.Lookup {
	out := health.Lookup{Tool: health.Public(tool), Purpose: purpose, Source: health.Source{Kind: health.FromLookup}}
	name := system.OS()
	for _, dir := range health.SplitList(name, path) {
		if !health.IsAbs(name, dir) {
			continue
		}
		files := []string{health.Join(name, dir, tool)}
		if health.Windows(name) {
			files = files[:0]
			for _, extension := range windowsExtensions {
				files = append(files, health.Join(name, dir, tool+extension))
			}
		}
		for _, file := range files {
			state := candidateState(system, file)
			usable := state == health.CandidateUsable
			told := usable || state != health.CandidateMissing || !health.Windows(name) || strings.HasSuffix(file, ".exe")
			if told && (usable || len(out.Candidates) < maxCandidates) {
				out.Candidates = append(out.Candidates, health.Candidate{Why: "path", Path: health.Path(file), State: state})
			}
			if usable {
				out.Path, out.Why, out.Source = health.Path(file), "path", source
				return out
			}
		}
	}
	return out
}
