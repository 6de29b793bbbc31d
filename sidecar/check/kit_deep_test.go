package check

import "github.com/govitals/govitals/sidecar/health"

func init() { allProbes = append(allProbes, health.ProbeProxies, health.ProbeDebugger) }

// proxies gives the first folder a chain.
func proxies(entries ...health.ProxyEntry) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.ProxyChains = []health.ProxyChain{{Folder: s.Folders[0].Path, Entries: entries}}
	}
}

// server is a module proxy with how it answered; an empty fault is well.
func server(url health.URL, fault health.ContactFault, phase health.ContactPhase) health.ProxyEntry {
	return health.ProxyEntry{Kind: health.ProxyServer, Contacts: []health.Contact{contact(url, fault, phase)}}
}

func contact(url health.URL, fault health.ContactFault, phase health.ContactPhase) health.Contact {
	c := health.Contact{URL: url, Failure: fault, Phase: phase, NameMs: 3, ConnectMs: 12}
	if fault != "" {
		c.Error = "its own words"
	} else {
		c.Status, c.AnswerMs = 200, 40
	}
	return c
}

// anyError puts a bar behind an entry.
func anyError(e health.ProxyEntry) health.ProxyEntry {
	e.AnyError = true
	return e
}

func direct(contacts ...health.Contact) health.ProxyEntry {
	return health.ProxyEntry{Kind: health.ProxyDirect, Contacts: contacts}
}

// debugged is a debugging session in the first folder.
func debugged(stage health.DebugStage, fault health.DebugFault, words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		t := health.DebugTrial{Folder: s.Folders[0].Path, Stage: stage, Fault: fault, Words: words, TookMs: 900}
		if l, ok := s.Lookup(t.Folder, "dlv", health.ForEditor); ok {
			t.Dlv = l.Path
		}
		s.DebugTrials = []health.DebugTrial{t}
	}
}
