package probe

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"os"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// goEnviron is the environment of the go commands that the server runs.
func (s *start) goEnviron() []string {
	env := s.env
	for _, server := range s.servers() {
		for _, name := range sortedKeys(server) {
			if text, ok := server[name].(string); ok {
				env = setenv(s.system, env, name, text)
			}
		}
	}
	return env
}

// protect sees to it that a trial writes to nothing of the user's and fetches nothing, whatever it was started with (DESIGN §1).
// The order matters: which module cache and which flags are safe follows from the go.work in force.
func (b *bench) protect(ctx context.Context, st *start, elsewhere bool, places *ladder.Places) error {
	for _, v := range offlineValues {
		st.force(v.name, v.value)
	}
	inWork := false
	if elsewhere {
		if health.IsAbs(st.system, st.value("GOWORK")) {
			st.force("GOWORK", "off") // of the user's project
		}
		st.settings, _ = settingsElsewhere(st.settings)
		st.settings, _ = settingsElsewhere(st.settings)
	} else {
		st.unmask("GOTOOLCHAIN") // the user's default: a release that is on this machine is used, none is fetched
		var err error
		if inWork, err = b.protectWork(st); err != nil {
			return err
		}
	}
	if !inWork {
		st.readOnly()
	}
	b.lastFlags(st, elsewhere)
	if !elsewhere {
		if err := b.hide(st); err != nil {
			return err
		}
	}
	return b.protectCache(ctx, st, elsewhere, places)
}

// protectWork lets a private copy of the go.work stand in, because go writes its sums beside it.
func (b *bench) protectWork(st *start) (inWork bool, err error) {
	st.unmask("GOWORK")
	own := st.value("GOWORK")
	switch {
	case own == "off", st.value("GO111MODULE") == "off":
		return false, nil
	case st.noWork:
		st.force("GOWORK", "off")
		return false, nil
	case own != "" && !health.IsAbs(st.system, own):
		return false, nil // go refuses it before it writes anything
	}
	file := own
	if file == "" && b.folder.Work != nil {
		file = string(b.folder.Work.File)
	}
	if file == "" {
		return false, nil
	}
	work, err := b.workOf(file, st.hidden)
	if err != nil || work == nil {
		return work != nil, err
	}
	st.force("GOWORK", work.file)
	st.force("GONOSUMDB", "*")
	return true, nil
}

// workOf makes a copy of a go.work once, without the modules that are hidden; nil of one that does not parse or is not there,
// which go does not use either.
func (b *bench) workOf(file string, hidden []string) (*workCopy, error) {
	key := strings.Join(append([]string{file}, hidden...), "\n")
	if work, ok := b.works[key]; ok {
		return work, nil
	}
	dir, err := b.owned.directory("work")
	if err != nil {
		return nil, err
	}
	work, err := copyWork(b.ex, b.ex.System.OS(), file, dir)
	if err != nil {
		b.works[key] = nil
		return nil, nil
	}
	if err := withoutUses(b.ex.System.OS(), work.file, hidden); err != nil {
		return nil, err
	}
	b.links[work.file] = file
	b.works[key] = work
	return work, nil
}

// eachFlagList changes GOFLAGS wherever it stands.
func (s *start) eachFlagList(change func([]string) []string) {
	if flags, ok := getenv(s.system, s.env, "GOFLAGS"); ok && flags != "" {
		s.env = setenv(s.system, s.env, "GOFLAGS", joinFlags(change(splitFlags(flags))))
	}
	for _, server := range s.servers() {
		if flags, ok := server["GOFLAGS"].(string); ok {
			server["GOFLAGS"] = joinFlags(change(splitFlags(flags)))
		}
	}
}

// readOnly turns -mod=mod into -mod=readonly wherever it stands. In a workspace go refuses it before it writes anything, and that
// refusal must be seen; everywhere else go and gopls would edit go.mod.
func (s *start) readOnly() {
	if flags := s.value("GOFLAGS"); effectiveMod(flags) == "mod" {
		s.force("GOFLAGS", flags)
	}
	s.eachFlagList(func(flags []string) []string {
		for i := range flags {
			flags[i] = readOnlyFlag(flags[i])
		}
		return flags
	})
	for key, raw := range s.settings {
		list, ok := raw.([]any)
		if !ok || lastElement(key) != "buildFlags" {
			continue
		}
		list = slices.Clone(list)
		for i, item := range list {
			if flag, ok := item.(string); ok {
				list[i] = readOnlyFlag(flag)
			}
		}
		s.settings[key] = list
	}
}

// lastFlags adds to GOFLAGS what takes the vendor directory away, which any -mod of the user's overrules, and what keeps gopls
// from go mod tidy (see surroundings.withoutTidy). Elsewhere it takes away what names files of the user's project.
func (b *bench) lastFlags(st *start, elsewhere bool) {
	flags := splitFlags(st.value("GOFLAGS"))
	if elsewhere {
		flags = slices.DeleteFunc(flags, namesProjectFile)
	}
	if st.noVendor {
		flags = append([]string{"-mod=readonly"}, flags...)
	}
	if version.IsValid(b.version) && version.Compare(b.version, "go1.17") >= 0 {
		flags = append(flags, "-compat=0")
	}
	if len(flags) > 0 {
		st.force("GOFLAGS", joinFlags(flags))
	}
}

var errNoStandIn = errors.New("no private directory can stand in for the module cache")

// protectCache lets a shadow stand in for the module cache in force, unless that cannot be written to, which may be the fault. All
// trials that have the same one share the shadow, and what go knows of it.
func (b *bench) protectCache(ctx context.Context, st *start, elsewhere bool, places *ladder.Places) error {
	cache := st.modcache(string(b.ex.Snapshot.System.Home))
	if !health.IsAbs(st.system, cache) {
		return nil
	}
	d := lookAtDirectory(ctx, b.ex.System, place{role: "GOMODCACHE", folder: b.folder.Path, path: cache})
	if d.Error != "" || d.Exists && !d.Directory || !d.Writable || d.ReadOnly {
		return nil
	}
	toolchain := module.Version{Path: "golang.org/toolchain", Version: "v0.0.1"}
	diverted, name := []module.Version{toolchain}, cache
	if !elsewhere {
		if len(st.fresh) == 0 && b.safe(st) {
			return nil
		}
		diverted = slices.Concat(diverted, b.missing, st.fresh)
		name += " in the workspace, fresh: " + fmt.Sprint(st.fresh)
	}
	dir, ok := b.caches[name]
	if !ok {
		var err error
		if dir, err = b.shadow(cache, diverted, st.fresh); err != nil {
			return fmt.Errorf("%w: %w", errNoStandIn, err)
		}
		b.caches[name] = dir
	}
	st.force("GOMODCACHE", dir)
	places.Private, places.Real = dir, cache
	return nil
}

// safe reports that it is certain that go writes nothing to the module cache: all modules are there, there is no go.work, and no
// other release to look for. It is the same for all trials with the same module cache: what go knows of the user's own, it does
// not know of a shadow, so that a part which brought the shadow with it would seem to be the culprit.
func (b *bench) safe(st *start) bool {
	known := b.ex.Snapshot.GoEnv(b.folder.Path)
	releaseMissing := slices.ContainsFunc(known.Deviations, func(d health.Deviation) bool { return d.Why.ID == whyReleaseMissing }) ||
		known.Failure != "" && strings.HasPrefix(b.toolchain, "go")
	values := b.ex.Private.GoValues[b.folder.Path]
	return !releaseMissing && !b.wantsNewer() && len(b.missing) == 0 && b.folder.Work == nil &&
		values["GOMODCACHE"] == st.modcache(string(b.ex.Snapshot.System.Home))
}

// wantsNewer reports a go.mod for which the bare go would look for another release.
func (b *bench) wantsNewer() bool {
	mods := b.folder.Modules
	if b.folder.Above != nil {
		mods = append(slices.Clone(mods), *b.folder.Above)
	}
	return slices.ContainsFunc(mods, func(m health.GoMod) bool {
		return m.Go != "" && version.Compare("go"+string(m.Go), b.version) > 0 ||
			m.Toolchain != "" && m.Toolchain != "default" && version.Compare(string(m.Toolchain), b.version) > 0
	})
}

func (b *bench) shadow(cache string, diverted, fresh []module.Version) (string, error) {
	dir, err := b.owned.directory("modcache")
	if err != nil {
		return "", err
	}
	if _, err := makeShadow(dir, cache, diverted); err != nil {
		return "", err
	}
	for _, m := range fresh {
		if tree := moduleDir(b.ex.System, dir, m); tree != "" {
			_ = os.Remove(tree) // the link; the tree behind it is the user's
		}
	}
	b.links[dir] = cache
	return dir, nil
}

// modcache is the module cache that go would use.
func (s *start) modcache(home string) string {
	if dir := s.value("GOMODCACHE"); dir != "" {
		return dir
	}
	gopath := s.value("GOPATH")
	if list := health.SplitList(s.system, gopath); len(list) > 0 {
		return health.Join(s.system, list[0], "pkg", "mod")
	}
	if own, ok := getenv(s.system, s.env, "HOME"); ok {
		home = own
	}
	return health.Join(s.system, home, "go", "pkg", "mod")
}
