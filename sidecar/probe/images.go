package probe

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
)

const (
	maxImages = 24
	// maxImageBytes bounds what is read of one executable: twice the largest editor's. Beyond it a signature is unknown.
	maxImageBytes  = 512 << 20
	imagesParallel = 2
)

// imagesProbe fills Images and, on macOS, Startup: what the executables of go, gopls, dlv, the C compiler, the editor and this
// program hold, and where wrappers lead. None of them is run.
var imagesProbe = &Probe{
	ID: health.ProbeImages,
	Needs: []health.ProbeID{health.ProbeMachine, health.ProbeEnvironment, health.ProbeSettings, health.ProbeGOENV, health.ProbeToolEnv,
		health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeGoEnv, health.ProbeProcesses},
	Tier:     health.TierStandard,
	Deadline: 15 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		startup := lookAtStartup(ex)
		subjects := imageSubjects(ex)
		found := make([][]health.Image, len(subjects))
		each(len(subjects), imagesParallel, func(i int) { found[i] = lookAtImage(ctx, ex, subjects[i]) })
		var all []health.Image
		seen := map[health.Path]bool{}
		for _, images := range found {
			for _, i := range images {
				if !seen[i.Path] {
					seen[i.Path] = true
					all = append(all, i)
				}
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.Images, s.Startup = all, startup }, nil
	},
}

// subject is an executable to look into.
type subject struct {
	tool health.Public
	path string
}

// imageSubjects are the executables, each path once.
func imageSubjects(ex *Examination) []subject {
	var out []subject
	seen := map[string]bool{}
	add := func(tool health.Public, path string) {
		if path != "" && !seen[path] && len(out) < maxImages && health.IsAbs(ex.System.OS(), path) {
			seen[path] = true
			out = append(out, subject{tool, path})
		}
	}
	for _, l := range ex.Snapshot.Lookups {
		add(l.Tool, string(l.Path))
	}
	for _, folder := range foldersOf(ex) {
		if cc := ex.Private.GoValues[folder]["CC"]; cc != "" {
			add("cc", string(findCompiler(ex, folder, cc).Path))
		}
	}
	if s, ok := ex.System.(selfFinder); ok {
		if path, err := s.Self(); err == nil {
			add("govitals", path)
		}
	}
	add("editor", editorExecutable(ex))
	return out
}

// editorExecutable is that of the editor's main process, if the process tree has it.
func editorExecutable(ex *Examination) string {
	for _, role := range []health.ProcessRole{health.RoleEditorMain, health.RoleEditorServer} {
		for _, p := range ex.Snapshot.Processes.List {
			if p.Role == role && p.Executable != "" {
				return string(p.Executable)
			}
		}
	}
	return ""
}

// lookAtImage reads an executable, and the program it leads to where that is another file than a link shows.
func lookAtImage(ctx context.Context, ex *Examination, s subject) []health.Image {
	own := readImage(ctx, ex.System, s)
	c := chase{ex: ex, tool: s.tool, seen: map[string]bool{}}
	own.Chain = c.from(s.path, own)
	out := []health.Image{own}
	if n := len(own.Chain); n > 0 && c.wrapped && own.Chain[n-1].How == health.HopProgram {
		out = append(out, readImage(ctx, ex.System, subject{s.tool, string(own.Chain[n-1].Path)}))
	}
	return out
}

// readImage reads one file.
func readImage(ctx context.Context, system System, s subject) health.Image {
	out := health.Image{Path: health.Path(s.path), Tool: s.tool, Kind: health.BinaryUnreadable}
	f, err := system.Open(s.path)
	if err != nil {
		out.Error = health.Words(err.Error(), maxText)
		return out
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		out.Error = health.Words(err.Error(), maxText)
		return out
	}
	out.Quarantine = quarantineOf(system, s.path)
	r := image.Bound(f, maxImageBytes)
	file, err := image.Read(r, info.Size())
	out.Kind = file.Kind
	if err != nil {
		out.Kind = health.BinaryUnknown
		switch {
		case errors.Is(err, image.ErrUnreadable):
			out.Kind = health.BinaryUnreadable
		case errors.Is(err, image.ErrUnknown) && isScript(f, s.path):
			out.Kind = health.BinaryScript
			return out
		}
		out.Error = health.Words(err.Error(), maxText)
		return out
	}
	out.Wide, out.Static, out.Loader, out.Libc = file.Wide, file.Static, file.Loader, file.Libc
	if out.Loader != "" {
		_, err := system.Stat(string(out.Loader))
		out.LoaderExists = err == nil
	}
	out.Slices = file.Examine(ctx, r)
	for _, slice := range out.Slices {
		if out.Identity == "" && slice.Build != nil {
			out.Identity = slice.Build.Package
		}
	}
	return out
}

// isScript reports a file that an interpreter runs.
func isScript(f File, path string) bool {
	head := make([]byte, 2)
	n, _ := f.ReadAt(head, 0)
	lower := strings.ToLower(path)
	return bytes.Equal(head[:n], []byte("#!")) || strings.HasSuffix(lower, ".cmd") || strings.HasSuffix(lower, ".bat")
}
