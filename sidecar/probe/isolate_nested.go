package probe

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// overlay is the file of go's flag -overlay. An empty replacement means that there is no such file.
type overlay struct{ Replace map[string]string }

// hide takes go.mod files away from a trial: an overlay of our own says that they are not there, and nothing of the user's is
// written to. An overlay of the user's is made a part of ours; one that go cannot read stays, because that fails for everybody.
func (b *bench) hide(st *start) error {
	if len(st.hidden) == 0 {
		return nil
	}
	all := overlay{Replace: map[string]string{}}
	theirs := st.overlayFile()
	if theirs != "" {
		theirs = b.absolute(theirs)
		text, err := b.ex.System.ReadFile(theirs, maxFile)
		if err != nil || json.Unmarshal(text, &all) != nil || all.Replace == nil {
			return nil
		}
	}
	for _, file := range b.spellings(st.hidden) {
		for given := range all.Replace {
			if health.Same(st.system, b.absolute(given), file) { // go refuses a file that is named twice
				delete(all.Replace, given)
			}
		}
		all.Replace[file] = ""
	}
	text, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("write an overlay: %w", err)
	}
	file := filepath.Join(b.private, "overlay.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("write an overlay: %w", err)
	}
	b.links[file] = theirs
	if theirs == "" {
		b.links[file] = "(private overlay)"
	}
	st.useOverlay(file)
	return nil
}

// spellings are files under all names by which go may come to them: it compares an overlay's as text, and links are followed by some
// of its callers.
func (b *bench) spellings(files []string) []string {
	out := slices.Clone(files)
	for _, file := range files {
		if real, err := b.ex.System.RealPath(file); err == nil && !slices.Contains(out, real) {
			out = append(out, real)
		}
	}
	return out
}

// absolute is a path as go reads it, which runs in the folder.
func (b *bench) absolute(path string) string {
	system := b.ex.System.OS()
	if health.IsAbs(system, path) {
		return health.Clean(system, path)
	}
	return health.Join(system, string(b.folder.Path), path)
}

// overlayFile is the overlay in force: that of the build flags, which overrule GOFLAGS; empty if there is none.
func (s *start) overlayFile() string {
	last := ""
	for _, key := range sortedKeys(s.settings) {
		if list, ok := s.settings[key].([]any); ok && lastElement(key) == "buildFlags" {
			_, last = withoutOverlay(list, last)
		}
	}
	if last == "" {
		_, last = withoutOverlay(flagItems(splitFlags(s.value("GOFLAGS"))), "")
	}
	return last
}

// useOverlay sets an overlay in the place of any other.
func (s *start) useOverlay(file string) {
	for key, raw := range s.settings {
		if list, ok := raw.([]any); ok && lastElement(key) == "buildFlags" {
			s.settings[key], _ = withoutOverlay(list, "")
		}
	}
	kept, _ := withoutOverlay(flagItems(splitFlags(s.value("GOFLAGS"))), "")
	var flags []string
	for _, item := range kept {
		flags = append(flags, item.(string))
	}
	s.force("GOFLAGS", joinFlags(append(flags, "-overlay="+file)))
}

func flagItems(flags []string) []any {
	out := make([]any, len(flags))
	for i, flag := range flags {
		out[i] = flag
	}
	return out
}

// withoutOverlay takes the flag -overlay out of a list, in both of its forms, and tells the file of the last one, which counts.
func withoutOverlay(list []any, before string) (kept []any, last string) {
	last = before
	for i := 0; i < len(list); i++ {
		flag, _ := list[i].(string)
		name, file, joined := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(flag, "-"), "-"), "=")
		if !strings.HasPrefix(flag, "-") || name != "overlay" {
			kept = append(kept, list[i])
			continue
		}
		if !joined && i+1 < len(list) {
			i++
			file, _ = list[i].(string)
		}
		last = file
	}
	return kept, last
}

// withoutUses takes modules out of a private copy of a go.work: go refuses one whose go.mod is not there.
func withoutUses(system, file string, hidden []string) error {
	if len(hidden) == 0 {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the copy of go.work: %w", err)
	}
	work, err := modfile.ParseWork(file, text, nil)
	if err != nil {
		return fmt.Errorf("read the copy of go.work: %w", err)
	}
	for _, use := range slices.Clone(work.Use) {
		inside := func(gomod string) bool { return health.Same(system, health.Dir(system, gomod), use.Path) }
		if !slices.ContainsFunc(hidden, inside) {
			continue
		}
		if err := work.DropUse(use.Path); err != nil {
			return fmt.Errorf("change the copy of go.work: %w", err)
		}
	}
	work.Cleanup()
	if err := os.WriteFile(file, modfile.Format(work.Syntax), 0o600); err != nil {
		return fmt.Errorf("change the copy of go.work: %w", err)
	}
	return nil
}
