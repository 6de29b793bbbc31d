package probe

import (
	"context"
	"sync"
	"time"
)

const (
	// loadPatience is how long a server is waited for to say that it loads. A healthy one starts in less; one that says
	// nothing must not keep go from telling why.
	loadPatience = 300 * time.Millisecond
	// endPatience is how long the end of a load is waited for: with one that takes longer, the list is ready before it is.
	endPatience = 3 * time.Second
	// listProcessors is from how many processors on a list beside a load takes none that the load could use. On two it made
	// the load of golang.org/x/tools a quarter longer, although it yields: both of them are busy.
	listProcessors = 4
)

// moments of a private server that others wait for.
type moments struct {
	begun, over          chan struct{}
	loadBegins, loadEnds func()
}

func newMoments() *moments {
	m := &moments{begun: make(chan struct{}), over: make(chan struct{})}
	m.loadBegins = sync.OnceFunc(func() { close(m.begun) })
	m.loadEnds = sync.OnceFunc(func() { close(m.over) })
	return m
}

// noticingLoad is the examination with the moments of a server, which begins to load when it first reports its work.
func noticingLoad(ex *Examination) (*Examination, *moments) {
	m := newMoments()
	own := *ex
	own.Progress = func(text string) {
		m.loadBegins()
		ex.Progress(text)
	}
	return &own, m
}

// forList waits for when go should list the packages: beside the load, which does the same work, where there are processors
// for both; otherwise after it, beside the questions.
func (m *moments) forList(ctx context.Context, system System, processors int) {
	select {
	case <-m.begun:
	case <-m.over:
	case <-system.After(loadPatience):
		return
	case <-ctx.Done():
	}
	if processors >= listProcessors {
		return
	}
	select {
	case <-m.over:
	case <-system.After(endPatience):
	case <-ctx.Done():
	}
}
