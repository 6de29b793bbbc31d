package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const signatureInvalid texts = "signature-invalid"

// SignatureInvalid reports tools that macOS on Apple silicon kills because their code signature is missing or broken.
var SignatureInvalid = &Check{
	ID:       health.CheckID(signatureInvalid),
	Severity: health.Error,
	Doc: `macOS kills a Go tool for its code signature

On Apple silicon every program for Arm must be signed; a signature that the linker makes by itself (ad hoc) is enough. A tool that was stripped, packed, patched, cut off by a full disk or copied only in part no longer matches its signature, and the system ends it at its start: "Killed: 9", exit status 137, without another word.

We read the signature out of the file and compute the hash of each of its pages anew: without a signature, with a page that does not match, or with a file that ends too early, the system cannot run it. Code for Intel needs no signature and is not judged, nor is a kind of signature that we do not understand, nor a tool that is running.

The fix installs the tool anew. Copy over a program only by way of a new file and a rename: the system remembers signatures by file, and may kill a whole one that was written into an old one's place.

It does not say whether macOS trusts who signed: nobody is asked about that.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeToolLookup, health.ProbeGoLookup, health.ProbeProcesses, health.ProbeImages},
	Platforms: []health.Public{"darwin"},
	Messages: map[string]health.Template{
		"none":      {Title: "{tool} has no code signature", Detail: "On Apple silicon the system kills it at its start (\"Killed: 9\"), without a message."},
		"broken":    {Title: "The code signature of {tool} does not match its content", Detail: "The file was changed or cut off after it was signed: the system kills it at its start (\"Killed: 9\"), without a message."},
		"signature": {Title: "code signature of {file} ({architecture})"},
		"no":        {Title: "none"},
		"bad":       {Title: "pages that do not match, of {pages}"},
		"cut":       {Title: "signature of {file}"},
		"damaged":   {Title: "cut off or damaged"},
		"whole":     {Title: "a signature that every page matches"},
		"reinstall": {Title: "Install {tool} anew"},
		"by-hand":   {Title: "install {tool} anew from where it came from (Go: https://go.dev/dl/), and let nothing strip, pack or patch it"},
	},
	Applies: func(s *health.Snapshot) bool {
		machine, _, known := hardware(s)
		return known && machine == "arm64" && hasGoFolders(s)
	},
	Run: runSignatureInvalid,
}

func runSignatureInvalid(s *health.Snapshot) []health.Finding {
	c := signatureInvalid
	var out []health.Finding
	all := toolsInUse(s, "go", "gopls", "dlv")
	for _, t := range all {
		image, ok := imageOf(s, t)
		i := slices.IndexFunc(image.Slices, func(slice health.Slice) bool { return isNative(slice.Architecture, "arm64") })
		if !ok || i < 0 || triedOf(s, t) == didRun {
			continue
		}
		slice := image.Slices[i]
		args := health.Args{"tool": health.V(t.name), "file": health.V(image.Path), "architecture": health.V(slice.Architecture), "pages": number(slice.Signature.Pages)}
		f := health.Finding{Severity: health.Error, Subject: subjectOf(t, all), Folder: t.folder}
		source := health.Source{Kind: health.FromBinary, Name: t.name, File: image.Path}
		switch slice.Signature.State {
		case health.SignatureNone:
			f.Message = c.say("none", args)
			f.Evidence = []health.Evidence{{What: c.say("signature", args), Observed: c.value("no"), Expected: c.value("whole"), Source: source}}
		case health.SignatureBroken:
			f.Message = c.say("broken", args)
			if slice.Signature.BadPages > 0 {
				f.Evidence = []health.Evidence{{What: c.say("bad", args), Observed: number(slice.Signature.BadPages), Expected: number(0), Source: source}}
			} else {
				f.Evidence = []health.Evidence{{What: c.say("cut", args), Observed: c.value("damaged"), Expected: c.value("whole"), Source: source}}
			}
		default:
			continue
		}
		if step, ours := installAnew(s, t); ours {
			f.Fixes = append(f.Fixes, oneFix("reinstall", health.RiskConfirm, c.say("reinstall", args), step))
		} else {
			f.Fixes = append(f.Fixes, oneFix("by-hand", health.RiskManual, c.say("reinstall", args), manual(c.say("by-hand", args), health.EffectReloadWindow)))
		}
		out = append(out, f)
	}
	return out
}
