package gopls

import (
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"
)

// Bounds on what is kept of a server's words.
const (
	maxMessages    = 200
	maxText        = 4000 // bytes of one message
	maxFiles       = 500  // files with diagnostics
	maxDiagnostics = 50   // of one file
	maxStderr      = 16 << 10
)

// The severities of messages and diagnostics, as the protocol numbers them.
const (
	Error   = 1
	Warning = 2
)

// A Message is something that the server said on its own account.
type Message struct {
	// Kind is "popup" (window/showMessage), "log" (window/logMessage; warnings and errors only), "progress" (title and text
	// of work that reports a failure) or "request" (something that was asked for and refused).
	Kind  string
	Level int // Error, Warning, or less
	Text  string
	sign  bool // it says that the first load failed
}

// A Diagnostic is one that the server published for a file.
type Diagnostic struct {
	Source   string // "compiler", "go list", "syntax", …
	Message  string
	Severity int // Error, Warning, or less
	Start    Position
}

// notes collects what the server says.
type notes struct {
	progress func(string)

	mu          sync.Mutex
	messages    []Message
	dropped     int
	work        map[string]string // title of the work in progress, by token
	diagnostics map[string][]Diagnostic
	goVersions  []string      // of the go commands that views run, each once
	changed     chan struct{} // closed and renewed with each addition
}

func newNotes(progress func(string)) *notes {
	return &notes{
		progress: progress, work: map[string]string{}, diagnostics: map[string][]Diagnostic{}, changed: make(chan struct{}),
	}
}

// add keeps a message, unless the same was said before: gopls repeats the complaint about a setting for each folder.
func (n *notes) add(m Message) {
	m.Text = cut(strings.TrimSpace(m.Text), maxText)
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, old := range n.messages {
		if old == m {
			return
		}
	}
	if len(n.messages) >= maxMessages {
		n.dropped++
		return
	}
	n.messages = append(n.messages, m)
	n.wake()
}

// wake must be called with mu held.
func (n *notes) wake() {
	close(n.changed)
	n.changed = make(chan struct{})
}

// cut shortens text to at most limit bytes, at the boundary of a rune.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}

// take receives a notification.
func (n *notes) take(method string, params json.RawMessage) {
	switch method {
	case "window/showMessage", "window/showMessageRequest":
		if m, ok := said("popup", params); ok {
			m.sign = m.Level == Error && strings.HasPrefix(m.Text, viewPopup)
			n.add(m)
		}
	case "window/logMessage":
		m, ok := said("log", params)
		n.noteGoVersion(m.Text)
		if ok && m.Level <= Warning {
			m.Text = withoutTime(m.Text)
			m.sign = m.Level == Error && saysLoadFailed(m.Text)
			m.Text = withoutLabels(m.Text)
			n.add(m)
		}
	case "$/progress":
		n.takeProgress(params)
	case "textDocument/publishDiagnostics":
		n.takeDiagnostics(params)
	}
}

func said(kind string, params json.RawMessage) (Message, bool) {
	var p struct {
		Type    int    `json:"type"`
		Message string `json:"message"`
	}
	if json.Unmarshal(params, &p) != nil {
		return Message{}, false
	}
	return Message{Kind: kind, Level: p.Type, Text: p.Message}, true
}

func (n *notes) takeDiagnostics(params json.RawMessage) {
	var p struct {
		URI         string `json:"uri"`
		Diagnostics []struct {
			location
			Severity int    `json:"severity"`
			Source   string `json:"source"`
			Message  string `json:"message"`
		} `json:"diagnostics"`
	}
	if json.Unmarshal(params, &p) != nil {
		return
	}
	path, err := PathFromURI(p.URI)
	if err != nil {
		return
	}
	var list []Diagnostic
	for _, d := range p.Diagnostics[:min(len(p.Diagnostics), maxDiagnostics)] {
		list = append(list, Diagnostic{Source: d.Source, Message: cut(d.Message, maxText), Severity: d.Severity, Start: d.Range.Start})
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, known := n.diagnostics[path]; !known && len(n.diagnostics) >= maxFiles {
		return
	}
	if list == nil {
		delete(n.diagnostics, path)
	} else {
		n.diagnostics[path] = list
	}
	n.wake()
}

// Messages returns what the server said so far, oldest first, and how many messages found no room.
func (s *Server) Messages() (list []Message, dropped int) {
	s.notes.mu.Lock()
	defer s.notes.mu.Unlock()
	return append([]Message(nil), s.notes.messages...), s.notes.dropped
}

// Diagnostics returns what the server published last for the file, at most maxDiagnostics of them.
func (s *Server) Diagnostics(path string) []Diagnostic {
	s.notes.mu.Lock()
	defer s.notes.mu.Unlock()
	return append([]Diagnostic(nil), s.notes.diagnostics[path]...)
}

// FilesWithDiagnostics returns the files for which diagnostics are published now, unordered.
func (s *Server) FilesWithDiagnostics() []string {
	s.notes.mu.Lock()
	defer s.notes.mu.Unlock()
	var files []string
	for path := range s.notes.diagnostics {
		files = append(files, path)
	}
	return files
}
