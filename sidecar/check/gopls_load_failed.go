package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsLoadFailed texts = "gopls-load-failed"

// GoplsLoadFailed reports that gopls could not load the workspace, although it says that it finished.
var GoplsLoadFailed = &Check{
	ID:       health.CheckID(goplsLoadFailed),
	Severity: health.Error,
	Doc: `gopls could not load the workspace

The status bar says "Finished loading packages." and yet nothing works: hover and Go to Definition return errors that nobody shows. gopls ends that message in every failed load.

We asked a gopls how many views and packages it has, and read its messages; no package at all counts only beside a second sign, because a new module has none. Then the go command itself is asked about the folder: its words name the cause, which gopls rewrites or hides.

The fix is that of the cause. If only the running gopls failed and a fresh one loads, the cause is gone already and a restart is enough.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbePulse},
	After:       pulseCauses(),
	ExplainedBy: explainsPulse,
	Messages: map[string]health.Template{
		"failed":   {Title: "gopls cannot load the workspace", Detail: "Hover, completion and Go to Definition fail in this folder, although the editor says that loading finished."},
		"died":     {Title: "gopls dies while it loads the workspace", Detail: "There is no language server for this folder, and after five times the Go extension gives up without a word."},
		"empty":    {Title: "gopls finds no package in the workspace", Detail: "Hover, completion and Go to Definition fail in this folder, although the editor says that loading finished."},
		"stale":    {Title: "The running gopls could not load the workspace, and a fresh one can", Detail: "What stopped it is mended by now, but gopls does not notice that by itself."},
		"views":    {Title: "views of gopls"},
		"packages": {Title: "packages of the workspace in gopls"},
		"one":      {Title: "at least 1"},
		"died-as":  {Title: "end of gopls"},
		"go-said":  {Title: "go list about the same folder"},
		"alive":    {Title: "a gopls that stays"},
		"readonly": {Title: "with -mod=mod go may correct go.mod and go.sum by itself, which our own gopls was not allowed to do"},
	},
	Applies: hasGoFolders,
	Run:     runGoplsLoadFailed,
}

func runGoplsLoadFailed(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		if reason, none := noPulse(s, f.Path); none {
			return open(f, reason)
		}
		r, _ := rungOf(s, f.Path)
		if !loadBroken(s, f, r) {
			return nil
		}
		if serverIsStale(s, f.Path) {
			finding := loadFinding(s, f, r, "stale")
			finding.Fixes = []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer())}
			return found("stale"+string(f.Path), finding)
		}
		if onlyReadonly(s, f.Path) {
			return open(f, goplsLoadFailed.say("readonly", nil))
		}
		text := "failed"
		switch r.Load.State {
		case health.LoadDied:
			text = "died"
		case health.LoadLoaded:
			text = "empty"
		}
		finding := loadFinding(s, f, r, text)
		if onlyAwaits(s, f) {
			finding.Severity = health.Info
		}
		if r.Rung == 0 {
			finding.Fixes = append(finding.Fixes, oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer()))
		}
		if text == "died" {
			finding.Fixes = append(finding.Fixes, oneFix("install-gopls", health.RiskConfirm, message("fix-reinstall", nil), installGopls(s, f.Path)))
		}
		finding.Fixes = append(finding.Fixes, askGo(f))
		return found(string(f.Path), finding)
	})
}

func askGo(f health.Folder) health.Fix {
	step := manual(message("ask-go", health.Args{"folder": health.V(f.Path)}), health.EffectRestartServer)
	return oneFix("ask-go", health.RiskManual, message("fix-ask-go", nil), step)
}

// mostMessages bounds what is quoted of a server's messages.
const mostMessages = 3

func loadFinding(s *health.Snapshot, f health.Folder, r health.Rung, text string) health.Finding {
	c := goplsLoadFailed
	load := health.Source{Kind: health.FromServer, Name: "gopls.workspace_stats"}
	finding := health.Finding{Severity: health.Error, Message: c.say(text, nil), Evidence: []health.Evidence{
		{What: c.say("views", nil), Observed: number(r.Load.Views), Expected: c.value("one"), Source: load},
		{What: c.say("packages", nil), Observed: number(r.Load.Packages), Expected: c.value("one"), Source: load}}}
	if r.Load.State == health.LoadDied {
		finding.Evidence = append(finding.Evidence, health.Evidence{What: c.say("died-as", nil), Observed: endOf(r), Expected: c.value("alive"),
			Source: health.Source{Kind: health.FromServer, Name: "stderr"}})
	}
	for _, m := range r.Load.Messages[:min(len(r.Load.Messages), mostMessages)] {
		finding.Evidence = append(finding.Evidence, health.Evidence{What: message("load-said", nil), Observed: health.V(m),
			Expected: saying("no-complaint"), Source: health.Source{Kind: health.FromServer, Name: "load"}})
	}
	named := namedSeen(s, f.Path)
	if l, ok := listOf(s, f.Path); ok && len(named) == 0 && l.Stderr != "" {
		named = []health.Evidence{{What: c.say("go-said", nil), Observed: health.V(l.Stderr), Expected: saying("no-complaint"),
			Source: health.Source{Kind: health.FromCommand, Name: "go list"}}}
	}
	finding.Evidence = append(finding.Evidence, ladderSeen(s, f.Path)...)
	finding.Evidence = append(finding.Evidence, slices.DeleteFunc(named, func(e health.Evidence) bool { return quoted(finding.Evidence, e) })...)
	return finding
}

// quoted reports words that the evidence holds already.
func quoted(list []health.Evidence, e health.Evidence) bool {
	return slices.ContainsFunc(list, func(o health.Evidence) bool { return o.Observed.Text == e.Observed.Text })
}

// endOf says how a server ended: its last words, else its signal or exit status.
func endOf(r health.Rung) health.Value {
	switch {
	case r.LastWords != "":
		return health.V(r.LastWords)
	case r.Signal != "":
		return health.V(r.Signal)
	}
	return health.V("exit status " + health.Public(number(r.Exit).Text))
}
