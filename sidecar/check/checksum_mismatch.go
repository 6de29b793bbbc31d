package check

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const checksumMismatch texts = "checksum-mismatch"

// ChecksumMismatch reports modules that are not what go.sum, or the checksum database, says they are.
var ChecksumMismatch = &Check{
	ID:       health.CheckID(checksumMismatch),
	Severity: health.Error,
	Doc: `a module is not what its checksum says

go refuses to use the module and stops, so gopls loads nothing of it, and even the standard library looks broken ("could not import fmt"). Either somebody published the same version twice, or a proxy changed the module, or go.sum was damaged, or somebody attacks you. Find out which before anything is changed.

The go command's own words tell it ("checksum mismatch"), with the module, the checksum that it computed and the one that is recorded. Other errors never lead here.

There is no fix by a click, because each way to silence the message gives up the protection: removing lines from go.sum, GONOSUMDB, GONOSUMCHECK or GOSUMDB=off. The steps say how to find out who is right. It does not explain files that were changed on this machine after the download: see module-cache-damaged.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoList},
	After: []health.CheckID{"go-mod-invalid", "go-work-invalid"},
	Messages: map[string]health.Template{
		"one":      {Title: "{module} is not what its recorded checksum says", Detail: mismatchDetail},
		"some":     {Title: "A module is not what its recorded checksum says", Detail: mismatchDetail},
		"recorded": {Title: "the recorded checksum"},
		"who":      {Title: "Find out who is right"},
		"compare":  {Title: "compare go.sum with the version control's history (git log -p go.sum) and with a clean clone on another machine; if only this machine differs, have the module downloaded anew; if go.sum is the one that changed, restore it; if all machines differ, ask the module's authors. Do not switch the check off"},
	},
	Applies: hasGoFolders,
	Run:     runChecksumMismatch,
}

const mismatchDetail = "This may be an attack, a version that was published twice, or a damaged go.sum. go refuses the module, so gopls cannot load the packages that use it. Nothing is changed by itself here."

var verifying = regexp.MustCompile(`verifying (?:module )?([^\s@:]+@[^\s:]+?)(?:/go\.mod)?: checksum mismatch`)

func runChecksumMismatch(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		said, ok := saidOf(s, f.Path, health.CheckID(checksumMismatch))
		if !ok {
			return unheard(s, f)
		}
		c := checksumMismatch
		finding := health.Finding{Severity: health.Error, Message: c.say("some", nil)}
		module := ""
		if match := verifying.FindStringSubmatch(string(said.line)); match != nil {
			module = match[1]
			finding.Message = c.say("one", health.Args{"module": health.V(health.Module(module))})
		}
		e := wordsSeen(said)
		e.Expected = c.value("recorded")
		finding.Evidence = []health.Evidence{e}
		for _, line := range sums(s, f.Path) {
			finding.Evidence = append(finding.Evidence, answerSeen("go list", line, health.Value{}))
		}
		finding.Fixes = []health.Fix{oneFix("find-out", health.RiskManual, c.say("who", nil), manual(c.say("compare", nil), health.EffectRestartServer))}
		return found(module, finding)
	})
}

// sums are the two checksums that go shows below its complaint.
func sums(s *health.Snapshot, folder health.Path) []health.Text {
	l, _ := listOf(s, folder)
	words := []health.Text{l.Stderr}
	for _, e := range l.Errors {
		words = append(words, e.Message)
	}
	var out []health.Text
	for _, w := range words {
		for line := range strings.Lines(string(w)) {
			line = strings.TrimSpace(line)
			if _, sum, ok := strings.Cut(line, ": "); ok && strings.HasPrefix(strings.TrimSpace(sum), "h1:") && len(line) < longestLine && len(out) < 2 {
				out = append(out, health.Text(line))
			}
		}
	}
	return out
}
