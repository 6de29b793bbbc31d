package probe

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// bench is where trials are made: servers that have a part of what the user's would have, in the minimal module or in the user's
// workspace, and that can write to nothing of the user's.
type bench struct {
	ex        *Examination
	folder    health.Folder
	owned     *belongings
	minimal   minimalModule
	bare      []string
	mix       pathMix
	parts     []part
	private   string // holds the GOENV files of trials
	version   string // of the bare go
	toolchain string // GOTOOLCHAIN as the user has it; empty by default
	asked     bool   // go's answers are those of the bare go
	caches    map[string]string
	works     map[string]*workCopy
	missing   []module.Version  // what go may look for in the module cache
	links     map[string]string // private paths, and what they stand for
}

// makeBench makes the parts and the private directories; it is to be released also after an error.
func makeBench(ctx context.Context, ex *Examination, f health.Folder, l health.Ladder) (*bench, error) {
	b := &bench{
		ex: ex, folder: f, owned: &belongings{}, caches: map[string]string{}, works: map[string]*workCopy{}, links: map[string]string{},
	}
	three, _ := l.Rung(3)
	var changed []health.Deviation
	var err error
	if b.bare, changed, err = bareEnviron(ctx, ex, f.Path, b.owned, alone(three)); err != nil {
		return b, err
	}
	if b.minimal, err = makeMinimal(ex, b.owned); err != nil {
		return b, err
	}
	if b.private, err = b.owned.directory("goenv"); err != nil {
		return b, err
	}
	b.version = b.ask(ctx, b.minimal.folder, b.bare)["GOVERSION"]
	one, _ := l.Rung(1)
	var environment []part
	environment, b.mix = environmentPartsOf(ex, f.Path, b.bare, changed)
	b.parts = bySuspicion(slices.Concat(environment, goenvParts(ex), flagParts(ex, f.Path), settingParts(ex, f.Path), projectParts(ex, f, one)))
	whole := compose(ex.System.OS(), b.bare, b.mix, b.parts, func(int) bool { return true })
	whole.unmask("GOTOOLCHAIN")
	b.toolchain = whole.value("GOTOOLCHAIN")
	return b, nil
}

// alone reports that rung 3 had caches of its own.
func alone(three health.Rung) bool {
	own := 0
	for _, d := range three.Deviations {
		if d.Why.ID == whyBareCache {
			own++
		}
	}
	return own >= 2
}

func (b *bench) release() {
	if b == nil {
		return
	}
	for _, remove := range b.owned.remove {
		remove()
	}
}

// ask is go env in an environment, nil if go does not answer.
func (b *bench) ask(ctx context.Context, dir string, env []string) map[string]string {
	system := b.ex.System.OS()
	place := bareGo(b.ex, b.folder.Path)
	q := question{Go: health.Join(system, place.dir, "go"+suffix(system)), Dir: dir, System: system}
	return q.run(ctx, b.ex.System, setenv(system, env, "GOTOOLCHAIN", "local")).Values
}

// enter makes the workspace ready for trials without some parts: which go.work, module cache and vendor directory are in force
// there may depend on what was taken away.
func (b *bench) enter(ctx context.Context, removed map[int]bool, one health.Rung) {
	values := b.ex.Private.GoValues[b.folder.Path]
	if len(removed) > 0 || values == nil {
		values = b.answers(ctx, removed)
	}
	ex := *b.ex
	ex.Private.GoValues = maps.Clone(ex.Private.GoValues)
	ex.Private.GoValues[b.folder.Path] = values
	if b.folder.Work != nil && values != nil {
		work := *b.folder.Work
		work.Off = values["GOWORK"] == "off" || values["GO111MODULE"] == "off"
		b.folder.Work = &work
	}
	b.ex = &ex
	b.missing = b.unready(values)
	for _, p := range projectParts(b.ex, b.folder, one) { // behind the others, whose numbers are in use
		known := slices.ContainsFunc(b.parts, func(old part) bool {
			return old.class == classProject && old.culprit.Kind == p.culprit.Kind && old.culprit.Value.Text == p.culprit.Value.Text
		})
		if !known {
			b.parts = append(b.parts, p)
		}
	}
}

// answers are go's in the workspace, without some parts.
func (b *bench) answers(ctx context.Context, removed map[int]bool) map[string]string {
	st := compose(b.ex.System.OS(), b.bare, b.mix, b.parts, func(i int) bool { return !removed[i] })
	st.unmask("GOWORK")
	b.finish(st)
	values := b.ask(ctx, string(b.folder.Path), st.goEnviron())
	if values == nil {
		return maps.Clone(b.ex.Private.GoValues[b.folder.Path])
	}
	b.asked = true
	st.unmask("GOTOOLCHAIN")
	values["GOTOOLCHAIN"] = st.value("GOTOOLCHAIN") // it was asked with another
	return values
}

// unready are the modules that go may fetch or extract in any trial: with and without the vendor directory and the go.work.
func (b *bench) unready(values map[string]string) []module.Version {
	ex := *b.ex
	seen := map[module.Version]bool{}
	add := func(f health.Folder, change func(map[string]string)) {
		own := maps.Clone(values)
		if own == nil {
			own = map[string]string{}
		}
		change(own)
		ex.Private.GoValues = map[health.Path]map[string]string{f.Path: own}
		for _, n := range needsOf(&ex, f) {
			if n.State != moduleExtracted {
				seen[n.Module] = true
			}
		}
	}
	open := func(values map[string]string) { values["GOFLAGS"], values["GO111MODULE"] = "-mod=readonly", "" }
	add(b.folder, func(map[string]string) {})
	add(b.folder, open)
	apart := b.folder
	apart.Work = nil
	add(apart, open)
	if apart.Work = b.folder.Work; apart.Work != nil {
		work := *apart.Work
		work.Off = false
		apart.Work = &work
		add(apart, open)
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b module.Version) int { return strings.Compare(a.String(), b.String()) })
}

// look starts one server with what is kept, and looks at what is aimed at; without an aim it asks all.
func (b *bench) look(ctx context.Context, elsewhere bool, kept func(int) bool, aim *ladder.Aim) (health.Rung, error) {
	ex := b.ex
	st := compose(ex.System.OS(), b.bare, b.mix, b.parts, kept)
	b.finish(st)
	var r rungRun
	if elsewhere {
		r = rungThree(ex, b.folder, nil, nil, b.minimal)
	} else {
		s := surroundings{system: ex.System.OS(), folder: b.folder.Path, values: ex.Private.GoValues[b.folder.Path]}
		r = rungOne(ex, b.folder, &s)
		r.deviations, r.told = nil, b.told
	}
	r.places.InUse = b.inUse(st, elsewhere, r.places.InUse)
	if err := b.protect(ctx, st, elsewhere, &r.places); err != nil {
		return health.Rung{}, err
	}
	r.env, r.settings, r.flags, r.aim, r.thorough = st.env, st.settings, st.flags, aim, false
	return r.run(ctx, ex), nil
}

// inUse is the release that a trial's go commands are; empty, so that the server is asked, where that may be another one.
func (b *bench) inUse(st *start, elsewhere bool, release string) string {
	for _, server := range st.servers() {
		if server["PATH"] != nil || server["GOTOOLCHAIN"] != nil {
			return ""
		}
	}
	chosen := st.value("GOTOOLCHAIN")
	switch {
	case chosen == "local":
		return release
	case elsewhere && slices.Contains([]string{"", "auto", "path"}, chosen):
		return release // nothing there asks for another one
	case elsewhere || b.asked:
		return ""
	}
	return release
}

// finish gives the trial its GOENV file.
func (b *bench) finish(st *start) {
	switch text := st.goenvText(); {
	case st.goenvFile != "":
		st.set("GOENV", st.goenvFile)
	case text != "":
		file := filepath.Join(b.private, "env")
		if os.WriteFile(file, []byte(text), 0o600) == nil {
			st.set("GOENV", file)
		}
	}
}

// told takes our private directories out of a server's words, which may name a module.
func (b *bench) told(text string) string {
	for private, real := range b.links {
		text = strings.ReplaceAll(text, private, real)
	}
	return text
}
