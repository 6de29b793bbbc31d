package gopls

import (
	"encoding/json"
	"regexp"
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

// createdView finds the go command's version in the log line that a new view gets.
var createdView = regexp.MustCompile(`(?s)Created View.*?go_?version[="]+(?:go version )?(go\S+?)["\s]`)

func (n *notes) noteGoVersion(text string) {
	if m := createdView.FindStringSubmatch(text); m != nil {
		n.mu.Lock()
		n.goVersion = m[1]
		n.mu.Unlock()
	}
}

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
