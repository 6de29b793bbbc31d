package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const gorootOverlay texts = "goroot-overlay"

// GorootOverlay reports two Go releases that were unpacked into one directory.
var GorootOverlay = &Check{
	ID:       health.CheckID(gorootOverlay),
	Severity: health.Error,
	Doc: `two Go releases were unpacked over each other

A release archive that is unpacked over an older one leaves the files of the older one that the newer has no more. go version, go env and go list look well, and so do hover and Go to Definition; every build, test and debugging session stops with "redeclared in this block" somewhere inside the standard library.

We read the packages that every program needs (runtime, internal/abi, strconv and some more) in each release in use, with the build constraints of this machine, and look for a function or type that two files of one package declare: what the compiler would complain of. The same words of go about a file of GOROOT are proof too. A release as it comes has none, nor has one that was only patched in place.

The fix is by hand: remove the directory and unpack the release anew. The official instructions say the same: never over an old tree.

It does not find a mixture whose left-over files happen to be harmless, because that one builds.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv, health.ProbeGoTrees, health.ProbeGoOverlay},
	Messages: map[string]health.Template{
		"twice":   {Title: "{root} holds files of two Go releases", Detail: "Every build, test and debugging session stops with \"redeclared in this block\", although the editor looks well: what the older release left there is compiled with the newer one."},
		"name":    {Title: "{name} in the release at {root}"},
		"once":    {Title: "declared in one file"},
		"words":   {Title: "go's own words"},
		"anew":    {Title: "Unpack the Go release anew"},
		"by-hand": {Title: "remove {root} (as the user who owns it) and unpack or install the release there again, then reload the window; unpacking over it does not remove what is left over"},
		"package": {Title: "{root} is the directory of a Go release of your package manager: reinstall that package after removing what is left of {root}, then reload the window"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return overlaid(s, f) })
	},
}

// mostTwice bounds the evidence: one left-over file declares dozens of names.
const mostTwice = 5

func overlaid(s *health.Snapshot, f health.Folder) []verdict {
	root := s.GoEnv(f.Path).Get("GOROOT")
	if root == "" {
		return nil // goroot-invalid and those about go env speak of it
	}
	c, args := gorootOverlay, health.Args{"root": health.V(health.Path(root))}
	out := health.Finding{Severity: health.Error, Message: c.say("twice", args)}
	for _, o := range s.Overlays {
		if string(o.Root) != root {
			continue
		}
		files := map[string]bool{}
		for _, d := range o.Twice {
			key := string(d.First) + " " + string(d.Second)
			if files[key] || len(out.Evidence) == mostTwice {
				continue
			}
			files[key] = true
			out.Evidence = append(out.Evidence, health.Evidence{What: c.say("name", health.Args{"name": health.V(d.Name), "root": args["root"]}),
				Observed: health.List(d.First, d.Second), Expected: c.value("once"), Source: health.Source{Kind: health.FromFile, File: d.Second}})
		}
	}
	for line := range strings.Lines(spoken(s, f)) {
		if line = strings.TrimSpace(line); strings.Contains(line, "redeclared in this block") && strings.Contains(line, root) {
			e := answerSeen("go", health.Text(line), saying("no-complaint"))
			e.What = c.say("words", nil)
			out.Evidence = append(out.Evidence, e)
			break
		}
	}
	if len(out.Evidence) == 0 {
		return nil
	}
	hand := "by-hand"
	if strings.HasPrefix(root, "/usr/lib") || strings.HasPrefix(root, "/opt/homebrew") {
		hand = "package"
	}
	out.Fixes = []health.Fix{oneFix("unpack-anew", health.RiskManual, c.say("anew", nil), manual(c.say(hand, args), health.EffectReloadWindow))}
	return found(root, out)
}
