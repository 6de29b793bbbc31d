package probe

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// phases times the parts of one question. Addresses of both kinds may be tried at once, so its methods lock.
type phases struct {
	now func() time.Time

	mu     sync.Mutex
	ended  bool                // late events of a dial that was given up change nothing
	phase  health.ContactPhase // the one under way
	from   time.Time           // when it began
	took   map[health.ContactPhase]time.Duration
	tunnel int // what an HTTP proxy said to CONNECT
}

func (p *phases) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.from, p.took = p.now(), map[health.ContactPhase]time.Duration{}
}

// enter begins a phase; what ran before it is counted to its own.
func (p *phases) enter(phase health.ContactPhase) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.phase == phase {
		return
	}
	now := p.now()
	p.took[p.phase] += now.Sub(p.from)
	p.phase, p.from = phase, now
}

func (p *phases) connected(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		p.tunnel = status
	}
}

func (p *phases) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart:     func(httptrace.DNSStartInfo) { p.enter(health.PhaseName) },
		ConnectStart: func(string, string) { p.enter(health.PhaseConnect) },
		ConnectDone: func(_, _ string, err error) {
			if err == nil {
				p.enter(health.PhaseAnswer)
			}
		},
		TLSHandshakeStart: func() { p.enter(health.PhaseTLS) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				p.enter(health.PhaseAnswer)
			}
		},
	}
}

// end writes the times of the phases, and returns the last one and what an HTTP proxy said to CONNECT.
func (p *phases) end(out *health.Contact) (health.ContactPhase, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.took[p.phase] += p.now().Sub(p.from)
	ms := func(phase health.ContactPhase) int64 { return p.took[phase].Milliseconds() }
	out.NameMs, out.ConnectMs, out.TLSMs, out.AnswerMs = ms(health.PhaseName), ms(health.PhaseConnect), ms(health.PhaseTLS), ms(health.PhaseAnswer)
	return p.phase, p.tunnel
}
