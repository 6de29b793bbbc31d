package check

import (
	"slices"
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

const toolQuarantined texts = "tool-quarantined"

// quarantineName is the extended attribute that macOS gives to downloads.
const quarantineName = "com.apple.quarantine"

// ToolQuarantined reports programs that macOS may refuse to start because they carry the mark of a download.
var ToolQuarantined = &Check{
	ID:       health.CheckID(toolQuarantined),
	Severity: health.Error,
	Doc: `macOS holds a Go tool in quarantine

A program that was downloaded with a browser, a mail or a chat carries a mark. When it is started for the first time, macOS holds it until somebody answers a dialog, which may stand behind another window, and unless Apple knows the program it is killed then and at every later start, without a dialog and without a word: "Killed: 9".

We read the attribute com.apple.quarantine of go, gopls, Delve and their wrappers: its flags, when it was set, and by which program. A mark whose flags say that the user approved is not mentioned. It is an error where the tool was killed or did not answer when it was tried. A tool that does run, or that a certificate signed and no page of which was changed, is a note: the system asks once at most. Source files are never looked at: the mark does not keep anybody from reading them, and clearing it from a whole workspace is no help.

The fix removes the attribute from that one file, after its signature was found whole; it can be put back. Where the signature is broken or unknown, install the tool anew instead, from where its authors offer it.

It does not say whether the file is harmless: look who marked it, and when.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeImages},
	Platforms: []health.Public{"darwin"},
	Messages: map[string]health.Template{
		"marked":    {Title: "{tool} is in quarantine since it was downloaded", Detail: "macOS asks before it starts such a program for the first time, or kills it without a word (\"Killed: 9\")."},
		"refused":   {Title: "macOS does not let {tool} run: it is in quarantine", Detail: "It was downloaded, and the system waits for an answer to a dialog or kills it without a word (\"Killed: 9\")."},
		"runs":      {Title: "{tool} carries the mark of a download and runs", Detail: "The system may ask again when it is updated in its place."},
		"signed":    {Title: "{tool} carries the mark of a download", Detail: "It is signed with a certificate and whole, so the system asks once at most when it is first started."},
		"attribute": {Title: "{name} of {file}"},
		"by":        {Title: "marked by"},
		"when":      {Title: "marked at"},
		"no-mark":   {Title: "no such attribute, or one that the user approved"},
		"clear":     {Title: "Take {tool} out of quarantine"},
		"step":      {Title: "remove the attribute {name} of {file}"},
		"reinstall": {Title: "Install {tool} anew"},
		"by-hand":   {Title: "install {tool} anew from where its authors offer it; a program that go install builds carries no mark"},
	},
	Applies: hasGoFolders,
	Run:     runToolQuarantined,
}

func runToolQuarantined(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	all := toolsInUse(s, "go", "gopls", "dlv")
	for _, t := range all {
		for _, path := range execed(s, t) {
			image, ok := s.Image(path)
			if ok && image.Quarantine != nil && !image.Quarantine.Approved {
				out = append(out, quarantined(s, t, image, subjectOf(t, all)))
				break
			}
		}
	}
	return out
}

// execed are the files that are started one after the other when a tool is.
func execed(s *health.Snapshot, t tool) []health.Path {
	out := []health.Path{t.path}
	if image, ok := s.Image(t.path); ok {
		for _, hop := range image.Chain {
			if hop.How != health.HopLost && hop.Path != t.path {
				out = append(out, hop.Path)
			}
		}
	}
	return out
}

func quarantined(s *health.Snapshot, t tool, image health.Image, subject health.Value) health.Finding {
	c, mark := toolQuarantined, *image.Quarantine
	args := health.Args{"tool": health.V(t.name), "file": health.V(image.Path), "name": health.V(health.Public(quarantineName))}
	source := health.Source{Kind: health.FromSystem, Name: quarantineName, File: image.Path}
	f := health.Finding{Severity: health.Warning, Subject: subject, Folder: t.folder, Message: c.say("marked", args), Evidence: []health.Evidence{
		{What: c.say("attribute", args), Observed: flagsOf(mark), Expected: c.value("no-mark"), Source: source}}}
	if mark.Agent != "" {
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("by", nil), Observed: health.V(mark.Agent), Source: source})
	}
	if mark.At != "" {
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("when", nil), Observed: health.V(mark.At), Source: source})
	}
	state := signatureOf(image)
	switch tried := triedOf(s, t); {
	case tried == wasRefused, t.name == "go" && s.GoEnv(t.first.Path).Failure == health.GoHangs && s.GoEnv(t.first.Path).Go == t.path:
		f.Severity, f.Message = health.Error, c.say("refused", args)
	case tried == didRun:
		f.Severity, f.Message = health.Info, c.say("runs", args)
	case state.State == health.SignatureWhole && !state.AdHoc && state.Team != "":
		f.Severity, f.Message = health.Info, c.say("signed", args)
	}
	if mayBeCleared(image, state) {
		clear := health.Step{Kind: health.StepXattr, Title: c.say("step", args), Target: health.Target{File: image.Path, Key: quarantineName},
			Before: health.DataOf(string(mark.Raw)), Effect: health.EffectReloadWindow}
		f.Fixes = append(f.Fixes, oneFix("clear", health.RiskConfirm, c.say("clear", args), clear))
	}
	if step, ours := installAnew(s, t); ours {
		f.Fixes = append(f.Fixes, oneFix("reinstall", health.RiskConfirm, c.say("reinstall", args), step))
	}
	return withHand(f, c.say("reinstall", args), c.say("by-hand", args))
}

// flagsOf are the flags as the system writes them, in hexadecimal, or all of an attribute that has none.
func flagsOf(mark health.Quarantine) health.Value {
	if mark.Flags < 0 {
		return health.V(mark.Raw)
	}
	return health.V("flags " + health.Public(strconv.FormatInt(int64(mark.Flags), 16)))
}

// mayBeCleared: what was changed after it was signed stays in quarantine. Code for Intel needs no signature.
func mayBeCleared(image health.Image, signature health.Signature) bool {
	switch signature.State {
	case health.SignatureWhole, health.SignatureNotNeeded:
		return true
	case health.SignatureNone:
		return !slices.ContainsFunc(image.Slices, func(s health.Slice) bool { return isNative(s.Architecture, "arm64") })
	}
	return false
}

// withHand gives a finding words to follow where it has no other fix.
func withHand(f health.Finding, title, words health.Message) health.Finding {
	if len(f.Fixes) == 0 {
		f.Fixes = []health.Fix{oneFix("by-hand", health.RiskManual, title, manual(words, health.EffectReloadWindow))}
	}
	return f
}

// signatureOf is the worst signature of an executable's slices; scripts and code that needs none have no say.
func signatureOf(image health.Image) health.Signature {
	if len(image.Slices) == 0 {
		return health.Signature{State: health.SignatureUnknown}
	}
	worst := image.Slices[0].Signature
	rank := map[health.SignatureState]int{health.SignatureNotNeeded: 0, health.SignatureWhole: 1, health.SignatureUnknown: 2, health.SignatureNone: 3, health.SignatureBroken: 4}
	for _, slice := range image.Slices[1:] {
		if rank[slice.Signature.State] > rank[worst.State] {
			worst = slice.Signature
		}
	}
	return worst
}
