package gopls

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// The texts by which gopls reports work on the workspace (internal/server/general.go, internal/server/diagnostics.go and
// internal/cache/load.go of v0.23.0).
const (
	failureTitle   = "Error loading workspace"
	viewFailureEnd = "Error loading packages"
	viewPopup      = "Error loading workspace folders"
)

// logTime is what gopls puts before each log message.
var logTime = regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)

func withoutTime(text string) string { return logTime.ReplaceAllString(text, "") }

// withoutLabels takes away what follows the message itself: name="value" in lines of their own.
func withoutLabels(text string) string {
	if i := strings.Index(text, "\n\tview_id="); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(text)
}

// saysLoadFailed reports whether a log message belongs to the failure of a first load. Later loads, for a single file that
// belongs to no package, fail in the same words but without the query for builtin.
func saysLoadFailed(text string) bool {
	return strings.HasPrefix(text, "initial workspace load") || strings.HasPrefix(text, "errors loading workspace") ||
		strings.HasPrefix(text, "go/packages.Load #") && strings.Contains(text, ": err") && strings.Contains(text, "builtin]")
}

// createdView finds the go command's version in what is logged of a new view; gopls v0.15 and older ones word it differently.
var createdView = regexp.MustCompile(`(?s)(?:Created View.*?go_?version[="]+|go (?:env|info) for .*?\n\(go version )(?:go version )?(go[0-9]\S*?)["\s)]`)

// maxVersions bounds the versions that are kept. More than one make the answer unknown anyway.
const maxVersions = 2

// noteGoVersion keeps the version that a new view names. Views may differ: each go.mod can ask for a release of its own.
func (n *notes) noteGoVersion(text string) {
	if !strings.Contains(text, "version") { // a server may flood us
		return
	}
	if m := createdView.FindStringSubmatch(text); m != nil {
		n.addVersion(m[1])
	}
}

func (n *notes) addVersion(version string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if version != "" && len(n.goVersions) < maxVersions && !slices.Contains(n.goVersions, version) {
		n.goVersions = append(n.goVersions, version)
	}
}

// version is the one that all views so far agree on; empty if they do not, or none was named yet.
func (n *notes) version() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.goVersions) == 1 {
		return n.goVersions[0]
	}
	return ""
}

// GoVersion is the release of the go command that the server runs, such as "go1.26.8"; empty if its views run several, or did
// not say.
func (s *Server) GoVersion() string { return s.notes.version() }

// takeProgress follows the work that the server reports. That some work ended says nothing about its success: "Finished loading
// packages." ends failed loads too. Only the texts that name a failure are kept.
func (n *notes) takeProgress(params json.RawMessage) {
	var p struct {
		Token json.RawMessage `json:"token"`
		Value struct {
			Kind    string `json:"kind"`
			Title   string `json:"title"`
			Message string `json:"message"`
		} `json:"value"`
	}
	if json.Unmarshal(params, &p) != nil {
		return
	}
	token := string(p.Token)
	n.mu.Lock()
	title := p.Value.Title
	switch p.Value.Kind {
	case "begin":
		if len(n.work) < maxMessages {
			n.work[token] = title
		}
	case "report":
		title = n.work[token]
	case "end":
		title = n.work[token]
		delete(n.work, token)
	}
	n.mu.Unlock()
	text := cut(strings.TrimSuffix(title+": "+p.Value.Message, ": "), maxText)
	failed := title == failureTitle && p.Value.Kind != "end" || strings.HasPrefix(p.Value.Message, viewFailureEnd)
	if failed {
		n.add(Message{Kind: "progress", Level: Error, Text: text, sign: true})
	}
	// "Running..." is what commands say that we sent ourselves.
	if n.progress != nil && p.Value.Kind != "end" && title != "" && p.Value.Message != "Running..." {
		n.progress(text)
	}
}
