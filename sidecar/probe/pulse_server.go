package probe

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// privateServer is rung 1 of a folder.
type privateServer struct {
	ex     *Examination
	folder health.Folder
	list   *health.GoList
	needed []module.Version
}

func (p *privateServer) rung(ctx context.Context) health.Rung {
	s := surroundingsOf(p.ex, p.folder.Path)
	defer s.release()
	if err := p.protect(ctx, s); err != nil {
		return withoutScratch(1, err)
	}
	ex, moments := noticingLoad(p.ex)
	listed := p.listBeside(ctx, moments)
	defer func() { p.list = listed() }()
	s.withoutTidy(ex)
	s.withPrivateTemp(ex)
	one := rungOne(ex, p.folder, s)
	one.loaded = moments.loadEnds
	return one.run(ctx, ex)
}

// listPatience is how long a list that yields may go on when the server is done, or as long again as the server took.
const listPatience = 2 * time.Second

// listBeside asks the go command about all packages while the server is asked about some symbols: a server that answers on
// one dependency tells nothing of an import that no module provides. It begins when that costs the server least, see
// [moments.forList], and yields to it. The function that it returns waits for the answer once the server is done. On a machine
// so busy that nothing was left for the list, it asks anew.
func (p *privateServer) listBeside(ctx context.Context, m *moments) func() *health.GoList {
	if p.list != nil || !p.listable() {
		return func() *health.GoList { return p.list }
	}
	begun := p.ex.System.Now()
	yielding, cancel := context.WithCancel(ctx)
	var list health.GoList
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if problem := recover(); problem != nil {
				list = health.GoList{Folder: p.folder.Path, Failed: health.GoNotAsked, Exit: -1, Stderr: health.Words(fmt.Sprint(problem), listStderr)}
			}
		}()
		m.forList(ctx, p.ex.System, runtime.NumCPU())
		list = listOf(yielding, p.ex, p.folder.Path, true)
	}()
	return func() *health.GoList {
		m.loadEnds() // if the server never came so far
		defer cancel()
		var late <-chan time.Time
		if p.ex.Private.GoValues[p.folder.Path]["GOTMPDIR"] == "" { // in a place of the user's go would leave what it had
			late = p.ex.System.After(max(listPatience, p.ex.System.Now().Sub(begun)))
		}
		select {
		case <-done:
			return &list
		case <-late:
		}
		cancel()
		<-done
		if list.Failed == health.GoNotAsked {
			list = listOf(ctx, p.ex, p.folder.Path, false)
		}
		return &list
	}
}

// listable reports that "./..." means something at the folder's root: a parent of several modules has no packages of its
// own, and gopls makes a view of each.
func (p *privateServer) listable() bool {
	values := p.ex.Private.GoValues[p.folder.Path]
	inModule := values["GOMOD"] != "" && !isNullDevice(values["GOMOD"])
	return inModule || p.folder.Unmoduled == p.folder.Path || p.folder.Work != nil && !p.folder.Work.Off
}

// protect sees to it that the private server writes to nothing of the user's. Where modules are missing or a go.work is in
// force, go may write lock files, extracted modules or go.work.sum. Whether it does is found out by listing the packages in
// surroundings where all of this is private; what was not written there stays the user's for the server, with its warm
// caches.
func (p *privateServer) protect(ctx context.Context, s *surroundings) error {
	if err := s.avoidRelease(p.ex); err != nil || s.private != "" {
		return err
	}
	missing := p.unready()
	if len(missing) == 0 && !s.workspace() {
		return nil
	}
	t, err := s.isolate(p.ex, missing)
	if err != nil {
		return nil // Windows without the right to make links: better a lock file than no pulse
	}
	list := t.list(ctx, p.ex, false)
	p.list = &list
	if t.cache != nil {
		p.needed = t.cache.wanted()
		if t.cache.written() {
			s.useModCache(p.ex, t.cache.dir, whyModulesMissing)
		}
	}
	if t.work.written() {
		s.useWork(p.ex, t.work)
	}
	return nil
}

// unready are the modules that go would fetch or extract.
func (p *privateServer) unready() []module.Version {
	var out []module.Version
	for _, n := range needsOf(p.ex, p.folder) {
		if n.State != moduleExtracted {
			out = append(out, n.Module)
		}
	}
	return out
}
