package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsStalled texts = "gopls-stalled"

// A go command below gopls is stalled when it takes five times as long as it does here, and never before half a minute. Who
// watches has the same rule for speaking up (reference broken-states s21c: a live go child older than that).
const (
	leastStall    = int64(30_000)
	stallMultiple = 5
	// longestCompute is how long a command that computes may take where nothing is known of earlier ones.
	longestCompute = int64(5 * 60_000)
)

// GoplsStalled reports a go command that gopls waits for and that does not come to its end.
var GoplsStalled = &Check{
	ID:       health.CheckID(goplsStalled),
	Severity: health.Error,
	Doc: `gopls waits for a go command that does not end

gopls asks go for the packages before it answers anything. While that command hangs, every hover, every completion and every definition stays open; the editor says "Loading packages…" or nothing at all, for as much as ten minutes.

Below the gopls of this window there is a living go command that runs for more than half a minute and five times as long as such commands take here. Where the system shows it we say what it waits for: a connection to a remote address, a lock that another go holds, a program that it started (git that wants a password), a disk. One that computes is given five minutes if nothing is known of earlier ones, and is a warning.

The fix is that of what it waits for. To end the command lets gopls go on without it: it reports an error for the packages in question, and a lock that the command held is free again.

It does not say why a proxy is silent: proxy-unreachable asks it (tier deep).`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeLife},
	After: []health.CheckID{"go-hangs", "proxy-unreachable", "proxy-config", "module-download-failed", "slow-filesystem", "gopackagesdriver"},
	// Each explains what it makes a go command wait for.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		waits := health.Wait(own.Message.Args["waits"].Text)
		if !sameFolder(cause, own) || cause.Severity.Rank() < own.Severity.Rank() {
			return false
		}
		switch cause.Check {
		case health.CheckID(slowFilesystem):
			return waits == health.WaitDisk
		case health.CheckID(gopackagesdriver):
			return waits == health.WaitChild && strings.Contains(own.Subject.Text, "driver")
		case health.CheckID(goHangs):
			return waits != health.WaitNetwork && waits != health.WaitLock
		}
		return waits == health.WaitNetwork
	},
	Messages: map[string]health.Template{
		"network":  {Title: "gopls waits for {command}, which waits for the network ({on})", Detail: stalledDetail},
		"lock":     {Title: "gopls waits for {command}, which waits for a lock ({on})", Detail: stalledDetail + " Another go command holds the lock, perhaps one that a killed gopls left behind."},
		"child":    {Title: "gopls waits for {command}, which waits for {on}", Detail: stalledDetail + " A program that waits for a password or a key shows nothing."},
		"disk":     {Title: "gopls waits for {command}, which waits for a disk ({on})", Detail: stalledDetail},
		"cpu":      {Title: "gopls waits for {command}, which still computes", Detail: stalledDetail},
		"unknown":  {Title: "gopls waits for {command}, which does not end", Detail: stalledDetail},
		"runs":     {Title: "running time of {command}"},
		"waits-on": {Title: "it waits for"},
		"in":       {Title: "where it runs"},
		"usually":  {Title: "at most {time}"},
		"some":     {Title: "something that could not be seen"},
		"place":    {Title: "a folder that could not be seen"},
		"proxy":    {Title: "Look after the network"},
		"by-proxy": {Title: "see whether {on} answers (a proxy, a VPN, a login page); GOPROXY says whom go asks: go env GOPROXY"},
		"lock-fix": {Title: "Look who holds the lock"},
		"by-lock":  {Title: "look for other go commands that run (govitals tree; ps), and end the one that hangs"},
		"ask-fix":  {Title: "Answer what it asks"},
		"by-ask":   {Title: "run go mod download in {folder} in a terminal: what asks for a password or a host key asks there, and git can be told to remember it"},
		"end":      {Title: "End {command} (process {pid})"},
	},
	Applies: func(s *health.Snapshot) bool {
		return s.Life.State == health.LifeWatched || s.Life.State == health.LifeLogs
	},
	Run: runGoplsStalled,
}

const stalledDetail = "It runs for {time} in {directory}: {line}. Until it ends nothing is answered in this part of the workspace, and nothing says so."

func runGoplsStalled(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	seen := map[string]bool{}
	for _, stall := range s.Life.Stalls {
		if f, ok := stalledFinding(s, stall); ok && !seen[string(f.ID())] {
			seen[string(f.ID())] = true
			out = append(out, f)
		}
	}
	return out
}

// longestUsual is how long a go command may take here.
func longestUsual(stall health.Stall) int64 {
	if stall.UsualMs == 0 && stall.Waits == health.WaitCPU {
		return longestCompute
	}
	return max(leastStall, stallMultiple*stall.UsualMs)
}

func stalledFinding(s *health.Snapshot, stall health.Stall) (health.Finding, bool) {
	usual := longestUsual(stall)
	if stall.ForMs <= usual {
		return health.Finding{}, false
	}
	c, name := goplsStalled, string(stall.Waits)
	if !slices.Contains([]health.Wait{health.WaitNetwork, health.WaitLock, health.WaitChild, health.WaitDisk, health.WaitCPU}, stall.Waits) {
		name = "unknown"
	}
	on, folder := stall.On, folderOf(s, stall.Directory)
	if on.Empty() {
		on = c.value("some")
	}
	directory := health.V(stall.Directory)
	if stall.Directory == "" {
		directory = c.value("place")
	}
	command := shortCommand(stall.Command)
	args := health.Args{"command": health.V(command), "on": on, "time": health.Took(stall.ForMs), "waits": health.V(stall.Waits), "pid": number(stall.PID),
		"folder": health.V(folder), "directory": directory, "line": health.V(stall.Command)}
	source := health.Source{Kind: health.FromSystem, Name: "processes", PID: stall.PID}
	f := health.Finding{Severity: health.Error, Subject: health.V(command), Folder: folder, Message: c.say(name, args), Evidence: []health.Evidence{
		{What: c.say("runs", health.Args{"command": health.V(stall.Command)}), Observed: health.Took(stall.ForMs), Expected: health.V("< " + health.Public(health.Took(usual).Text)), Source: source}}}
	if name == "cpu" {
		f.Severity = health.Warning
	} else {
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("waits-on", nil), Observed: on, Source: source})
	}
	if stall.Directory != "" {
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("in", nil), Observed: health.V(stall.Directory), Source: source})
	}
	switch name {
	case "network":
		f.Fixes = append(f.Fixes, oneFix("network", health.RiskManual, c.say("proxy", nil), manual(c.say("by-proxy", args), health.EffectRestartServer)))
	case "lock":
		f.Fixes = append(f.Fixes, oneFix("lock", health.RiskManual, c.say("lock-fix", nil), manual(c.say("by-lock", nil), health.EffectRestartServer)))
	case "child":
		f.Fixes = append(f.Fixes, oneFix("ask", health.RiskManual, c.say("ask-fix", nil), manual(c.say("by-ask", args), health.EffectRestartServer)))
	}
	f.Fixes = append(f.Fixes, oneFix("end", health.RiskConfirm, c.say("end", args), endProcess(s, stall.PID), restartServer()))
	return f, true
}

// shortCommand is a command with its first word of what to do: go list, go env, git fetch.
func shortCommand(command health.Text) health.Text {
	words := strings.Fields(string(command))
	if len(words) == 0 {
		return "go"
	}
	if i := slices.IndexFunc(words[1:], func(w string) bool { return !strings.HasPrefix(w, "-") }); i >= 0 {
		return health.Text(words[0] + " " + words[i+1])
	}
	return health.Text(words[0])
}

// folderOf is the innermost Go folder that a directory lies in; empty if it lies in none.
func folderOf(s *health.Snapshot, dir health.Path) health.Path {
	best, system := health.Path(""), string(s.System.OS)
	for _, f := range goFolders(s) {
		in := health.Within(system, string(dir), string(f.Path)) || f.Real != "" && health.Within(system, string(dir), string(f.Real))
		if dir != "" && in && len(f.Path) > len(best) {
			best = f.Path
		}
	}
	return best
}
