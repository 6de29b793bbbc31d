package check

import "github.com/govitals/govitals/sidecar/health"

const languageServerDisabled texts = "language-server-disabled"

// LanguageServerDisabled reports that golang.go starts no gopls on purpose.
var LanguageServerDisabled = &Check{
	ID:       health.CheckID(languageServerDisabled),
	Severity: health.Warning,
	Doc: `the Go extension starts no language server

Without gopls the Go extension offers formatting and build messages on save, and nothing else: no hover, no completion, no Go to Definition, no references. The status bar does not tell.

The setting go.useLanguageServer is false, or the window holds folders with different GOPATHs, for which the Go extension starts no gopls at all and shows one short message.

The fix removes the setting where it stands. Folders with different GOPATHs want a window each, or one GOPATH; modules do not need their own.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv},
	Messages: map[string]health.Template{
		"off":     {Title: "gopls is switched off", Detail: "Hover, completion, Go to Definition and diagnostics come from gopls; the Go extension does not start it."},
		"gopaths": {Title: "gopls is not started because the folders have different GOPATHs", Detail: "The Go extension starts no language server for such a window, so nothing is answered in any of its folders."},
		"on":      {Title: "true, the default"},
		"same":    {Title: "the same GOPATH in all folders"},
		"use":     {Title: "Use the language server"},
		"remove":  {Title: "Remove go.gopath of {folder}"},
		"apart":   {Title: "Open the folders in windows of their own"},
	},
	Applies: hasGoFolders,
	Run:     runLanguageServerDisabled,
}

func runLanguageServerDisabled(s *health.Snapshot) []health.Finding {
	out := eachFolder(s, func(f health.Folder) []verdict {
		set, ok := s.Setting(f.Path, "go.useLanguageServer", "")
		if !ok || set.Value != "false" {
			return nil
		}
		return found("off"+sourceKey(set.Source()), health.Finding{Severity: health.Warning, Message: languageServerDisabled.say("off", nil),
			Evidence: []health.Evidence{settingSeen(set, languageServerDisabled.value("on"))},
			Fixes: []health.Fix{oneFix("use-language-server", health.RiskSafe, languageServerDisabled.say("use", nil),
				removeSetting(set, health.EffectRestartServer))}})
	})
	if len(out) > 0 {
		return out
	}
	return differentGopaths(s)
}

// serverIsOff reports that golang.go is told to start no gopls for a folder.
func serverIsOff(s *health.Snapshot, folder health.Path) bool {
	set, ok := s.Setting(folder, "go.useLanguageServer", "")
	return ok && set.Value == "false"
}

// differentGopaths: golang.go compares the GOPATH of all folders (go-editor-facts §1.9).
func differentGopaths(s *health.Snapshot) []health.Finding {
	c, system := languageServerDisabled, string(s.System.OS)
	f := health.Finding{Severity: health.Warning, Subject: health.V(health.Public("GOPATH")), Message: c.say("gopaths", nil)}
	first, differ := "", false
	for _, folder := range s.Folders {
		v, ok := s.Origin(folder.Path, "GOPATH")
		if !ok || v.Value.Empty() {
			return nil
		}
		if first == "" {
			first = v.Value.Text
		}
		differ = differ || !health.Same(system, first, v.Value.Text)
		f.Evidence = append(f.Evidence, variableSeen(v, c.value("same")))
		if set, ok := s.Setting(folder.Path, "go.gopath", ""); ok && set.Scope == health.ScopeFolder {
			f.Fixes = append(f.Fixes, oneFix("remove-setting", health.RiskSafe, c.say("remove", health.Args{"folder": health.V(folder.Path)}),
				removeSetting(set, health.EffectReloadWindow)))
		}
	}
	if !differ || !s.Editor.Present {
		return nil
	}
	f.Fixes = append(f.Fixes, oneFix("windows-apart", health.RiskManual, c.say("apart", nil), manual(c.say("apart", nil), health.EffectReloadWindow)))
	return []health.Finding{f}
}
