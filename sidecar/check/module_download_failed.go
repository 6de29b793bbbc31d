package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const moduleDownloadFailed texts = "module-download-failed"

// ModuleDownloadFailed reports modules that are needed, not here, and cannot be fetched.
var ModuleDownloadFailed = &Check{
	ID:       health.CheckID(moduleDownloadFailed),
	Severity: health.Error,
	Doc: `a needed module cannot be downloaded

Imports of the module cannot be resolved, so Go to Definition into it does nothing. gopls shows "no required module provides package", which is the text for nine different causes, and not a word about the network.

Two things tell it. GOPROXY=off forbids downloads while go asks for a module that is not in the module cache. Or the go command says why a download failed: no connection, a proxy that refuses, a certificate that no known authority signed, credentials that are missing. Our own questions never use the network, so a dead proxy shows here only where the editor's own gopls met it; until then modules that are missing are modules-not-downloaded, which is no fault. A module that is in the cache, vendored or replaced by a directory is never mentioned.

The fix removes GOPROXY=off where it was set, or says what to look at. We never propose to switch checksums or certificates off. It does not explain a toolchain that cannot be downloaded: that is go-version-required.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeModuleCache, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	After: []health.CheckID{"goroot-invalid", "go-mod-invalid", "go-work-invalid", "proxy-config", "proxy-unreachable"},
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		switch {
		case cause.Check == "goroot-invalid":
			return clearsGopath(s, cause, own)
		case cause.Check == "proxy-config" && !explainsDownload(cause) && !(ofPrivate(cause) && own.Subject.Text == "private-module"):
			return false
		}
		return sameFolder(cause, own)
	},
	Messages: map[string]health.Template{
		"proxy-off":        {Title: "Modules are missing and GOPROXY=off forbids their download", Detail: "Hover, completion and Go to Definition into them fail, and builds too."},
		"network":          {Title: "A module cannot be downloaded: the network or the module proxy does not answer", Detail: undownloaded},
		"tls-interception": {Title: "A module cannot be downloaded: its server's certificate is not trusted", Detail: "Usually a company's proxy opens the connection with a certificate of its own, which this machine does not know. " + undownloaded},
		"private-module":   {Title: "A module cannot be downloaded: it is private, or the credentials are missing", Detail: "go asks the public proxy and checksum database, or asks git without being able to show a prompt. " + undownloaded},
		"required":         {Title: "{module} {version}"},
		"cached":           {Title: "in the module cache"},
		"look":             {Title: "Make the download possible"},
		"by-network":       {Title: "run go mod download in {folder} in a terminal: it shows the address that fails; then check the connection, GOPROXY, HTTPS_PROXY and NO_PROXY"},
		"by-tls":           {Title: "add your company's certificate authority to the system's trusted ones (on Linux SSL_CERT_FILE may name it), then start the editor anew; do not switch the verification off"},
		"by-private":       {Title: "set GOPRIVATE to the hosts of your private modules (go env -w GOPRIVATE=git.example.com) and let git fetch without a prompt: a credential helper, ~/.netrc, or SSH by an insteadOf rule"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return undownloadable(s, f) })
	},
}

const undownloaded = "Hover, completion and Go to Definition into it fail, and builds too."

func undownloadable(s *health.Snapshot, f health.Folder) []verdict {
	c := moduleDownloadFailed
	said, spoken := saidOf(s, f.Path, health.CheckID(moduleDownloadFailed))
	missing := slices.DeleteFunc(missingOf(s, f), func(m health.MissingModule) bool { return !m.Needed })
	code := said.Code
	if !spoken {
		if !proxyIsOff(s, f.Path) || len(missing) == 0 {
			return nil
		}
		code = "proxy-off"
	}
	finding := health.Finding{Severity: health.Error, Subject: health.V(code), Message: c.say(string(code), nil)}
	if spoken {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	for _, m := range missing[:min(len(missing), mostContradictions)] {
		finding.Evidence = append(finding.Evidence, health.Evidence{Observed: saying("absent"), Expected: c.value("cached"),
			What:   c.say("required", health.Args{"module": health.V(m.Path), "version": health.V(m.Version)}),
			Source: health.Source{Kind: health.FromFile, File: m.GoMod}})
	}
	for _, name := range []health.Public{"GOPROXY", "GOPRIVATE", "HTTPS_PROXY"} {
		if v, _, ok := toGopls(s, f.Path, name); ok && chosen(v) {
			finding.Evidence = append(finding.Evidence, variableSeen(v, health.Value{}))
		}
	}
	look := func(step string) health.Fix {
		return oneFix("look", health.RiskManual, c.say("look", nil),
			manual(c.say(step, health.Args{"folder": health.V(f.Path)}), health.EffectRestartServer))
	}
	key := string(code) + " " + string(f.Path)
	switch code {
	case "proxy-off":
		v, _, _ := toGopls(s, f.Path, "GOPROXY")
		finding.Fixes, key = clearFixes(s, f.Path, v), string(code)+" "+sourceKey(v.Source)
	case "tls-interception":
		finding.Fixes = []health.Fix{look("by-tls")}
	case "private-module":
		finding.Fixes = []health.Fix{look("by-private")}
	default:
		finding.Fixes = []health.Fix{look("by-network")}
	}
	return found(key, finding)
}
