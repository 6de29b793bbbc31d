package gopls

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// The states of a load.
const (
	Loaded  = "loaded"
	Failed  = "failed"
	Running = "running" // not over when the context ended
	Died    = "died"    // the server ended, or could not be understood, before the load was over
)

// signPatience is how long a gopls that cannot be told to diagnose (before v0.15) may take to say why its load brought no
// package at all. A go.mod that cannot be parsed is reported only with diagnostics, after the load is over.
const signPatience = 1500 * time.Millisecond

// A Load says how the first load of the workspace ended.
type Load struct {
	State string
	// Messages are the signs of failure and the server's error popups, oldest first, each once.
	Messages []string
	Views    int // what the server made of the folders; zero if no view could be made
	// Packages counts the packages of the workspace, AllPackages their dependencies too. -1 means not asked or not answered.
	// Zero packages alone are no failure: a new or empty module has none.
	Packages, AllPackages int
	GoVersion             string // of the go command that gopls ran, such as "go1.26.8"; empty if it did not say, or ran several
	Took                  time.Duration
	Death                 *DeathError // for Died
}

// WaitLoad waits for the real end of the load. gopls handles messages in order and lets "initialized" end only when every
// folder is loaded, so the first answer after it marks the end; progress texts say nothing about success, as
// "Finished loading packages." ends failed loads too. A load that takes long is no fault: until ctx ends, WaitLoad waits.
func (s *Server) WaitLoad(ctx context.Context) Load {
	l := Load{Packages: -1, AllPackages: -1}
	views, err := s.Views(ctx)
	var death *DeathError
	switch {
	case ctx.Err() != nil:
		l.State = Running
	case errors.As(err, &death):
		l.State, l.Death = Died, death
	default: // also if it does not know the command, as before v0.15: it answered
		s.loaded.Store(true)
		l.Views = len(views)
		l.State = s.judge(ctx, &l, views, err == nil)
	}
	signs, popups := s.notes.signs(l.Packages)
	l.Messages = append(signs, popups...)
	l.GoVersion = s.GoVersion()
	l.Took = time.Since(s.begun)
	return l
}

// judge decides between Loaded and Failed once the load is over, or finds that the server died meanwhile.
func (s *Server) judge(ctx context.Context, l *Load, views []View, knowsViews bool) string {
	var death *DeathError
	if err := s.count(ctx, l, knowsViews); errors.As(err, &death) {
		l.Death = death
		return Died
	}
	if l.Views > 0 && l.Packages == 0 {
		if s.diagnoseModule(ctx, views) != nil {
			s.awaitSign(ctx)
		}
	}
	if signs, _ := s.notes.signs(l.Packages); l.Views == 0 || len(signs) > 0 {
		return Failed
	}
	return Loaded
}

// count fills in the numbers: from workspace_stats, or where that is too dear from the list of packages.
func (s *Server) count(ctx context.Context, l *Load, knowsViews bool) error {
	if l.Views == 0 && knowsViews {
		l.Packages, l.AllPackages = 0, 0
		return nil
	}
	if s.options.Light && knowsViews {
		n, err := s.packages(ctx)
		if err == nil {
			l.Packages = n
		}
		if !errors.As(err, new(*jsonrpc2.Error)) { // one that is too old for the question refuses it
			return err
		}
	}
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	l.Views, l.Packages, l.AllPackages = len(stats.Views), 0, 0
	for _, v := range stats.Views {
		l.Packages += v.WorkspacePackages.Packages
		l.AllPackages += v.AllPackages.Packages
		s.notes.addVersion(shortVersion(v.GoCommandVersion))
	}
	return nil
}

// shortVersion takes "go1.26.8" out of what go version prints.
func shortVersion(text string) string {
	for field := range strings.FieldsSeq(text) {
		if len(field) > 2 && strings.HasPrefix(field, "go") && field[2] >= '0' && field[2] <= '9' {
			return field
		}
	}
	return strings.TrimSpace(text)
}

// diagnoseModule makes the server say what is wrong with the files that define the workspace, and waits until it has. It
// reports failures of a load only while some file is open, so they are opened for it.
func (s *Server) diagnoseModule(ctx context.Context, views []View) error {
	dirs := slices.Clone(s.options.Folders)
	for _, v := range views {
		if root, err := PathFromURI(v.Root); err == nil && !slices.Contains(dirs, root) { // such as a parent of the folder
			dirs = append(dirs, root)
		}
	}
	var uris []string
	for _, dir := range dirs {
		for _, name := range []string{"go.work", "go.mod"} {
			path := filepath.Join(dir, name)
			text, err := readSmall(path)
			if err != nil {
				continue
			}
			if err := s.Open(ctx, path, text); err != nil {
				return err
			}
			uris = append(uris, FileURI(path))
		}
	}
	if len(uris) == 0 {
		return nil // what fails without such a file is in the log already
	}
	return s.command(ctx, "gopls.diagnose_files", object{"Files": uris}, nil)
}

// readSmall reads a file of at most a megabyte; go.mod files are a thousand times smaller.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", path)
	}
	return io.ReadAll(io.LimitReader(f, 1<<20))
}

// awaitSign waits for a sign of failure, but not long.
func (s *Server) awaitSign(ctx context.Context) {
	late := time.NewTimer(signPatience)
	defer late.Stop()
	for {
		s.notes.mu.Lock()
		changed := s.notes.changed
		s.notes.mu.Unlock()
		if signs, _ := s.notes.signs(0); len(signs) > 0 {
			return
		}
		select {
		case <-changed:
		case <-late.C:
			return
		case <-ctx.Done():
			return
		case <-s.proc.Exited():
			return
		}
	}
}

// signs returns the texts that prove a failed load, and the error popups that say something else. An error in a go.mod or
// go.work is proof if the load itself reports it, and any is if there are no packages.
func (n *notes) signs(packages int) (signs, popups []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, m := range n.messages {
		switch {
		case m.sign:
			signs = append(signs, m.Text)
		case m.Kind == "popup" && m.Level == Error:
			popups = append(popups, m.Text)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(n.diagnostics)) {
		if base := filepath.Base(path); base != "go.mod" && base != "go.work" {
			continue
		}
		for _, d := range n.diagnostics[path] {
			if d.Severity == Error && (packages == 0 || d.Source == "go list" || d.Source == "syntax") {
				signs = append(signs, path+": "+d.Message)
			}
		}
	}
	return signs, popups
}
