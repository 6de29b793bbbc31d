package probe

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/govitals/govitals/sidecar/health"
)

// goExtensionProbe fills GoExtension from the manifest on disk. A directory that is not found is a fact, and no failure.
var goExtensionProbe = &Probe{
	ID:       health.ProbeGoExtension,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine, health.ProbeEditor, health.ProbeSettings},
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := lookAtGoExtension(ex)
		return func(s *health.Snapshot, _ *Private) { s.GoExtension = seen }, nil
	},
}

const (
	maxManifest     = 2 << 20 // golang.go's has 150 kB
	maxManifestKeys = 300
	maxInstalled    = 2000 // entries of a directory of extensions
)

// extensionPlaces are the directories in which editors keep their extensions, those of the editor whose settings were
// read first. On a remote machine the server's own directory counts.
func extensionPlaces(ex *Examination) []string {
	system, home, env := ex.System.OS(), string(ex.Snapshot.System.Home), ex.Private.Environ
	var out []string
	add := func(parts ...string) {
		if dir := health.Join(system, parts...); parts[0] != "" && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	named, _ := getenv(system, env, "VSCODE_EXTENSIONS")
	add(named)
	portable, _ := getenv(system, env, "VSCODE_PORTABLE")
	add(portable, "extensions")
	data, _ := getenv(system, env, "XDG_DATA_HOME")
	servers := func() {
		for _, name := range []string{".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server", ".windsurf-server"} {
			add(home, name, "extensions")
		}
		add(data, "code-server", "extensions")
		add(home, ".local", "share", "code-server", "extensions")
	}
	if ex.Snapshot.Editor.Remote != "" {
		servers()
	}
	byEditor := map[string]string{"Code": ".vscode", "Code - Insiders": ".vscode-insiders", "VSCodium": ".vscode-oss", "Cursor": ".cursor", "Windsurf": ".windsurf"}
	for _, name := range editorNames {
		if slices.ContainsFunc(ex.Snapshot.SettingsFiles, func(f health.SettingsFile) bool {
			return f.Scope == health.ScopeUser && strings.Contains(strings.ReplaceAll(string(f.File), `\`, "/"), "/"+name+"/User/")
		}) {
			add(home, byEditor[name], "extensions")
		}
	}
	for _, name := range editorNames {
		add(home, byEditor[name], "extensions")
	}
	servers()
	return out
}

func lookAtGoExtension(ex *Examination) health.GoExtension {
	wanted := ""
	if e, ok := ex.Snapshot.GoExtensionRuns(); ok {
		wanted = string(e.Version)
	}
	for _, place := range extensionPlaces(ex) {
		dir := installedIn(ex.System, place, wanted)
		if dir == "" {
			continue
		}
		return readManifest(ex.System, dir)
	}
	return health.GoExtension{State: health.FileMissing}
}

// installedIn finds the directory of golang.go among installed extensions: the version that the editor named, else the
// newest that is not marked for removal (the file .obsolete).
func installedIn(system System, place, wanted string) string {
	entries, err := system.ReadDir(place, maxInstalled)
	if err != nil {
		return ""
	}
	obsolete := map[string]bool{}
	if b, err := system.ReadFile(health.Join(system.OS(), place, ".obsolete"), 1<<20); err == nil {
		_ = json.Unmarshal(b, &obsolete) // a broken list marks nothing
	}
	best, bestVersion := "", ""
	for _, e := range entries {
		rest, ok := strings.CutPrefix(strings.ToLower(e.Name()), extensionID+"-")
		version := "v" + rest
		if !ok || obsolete[e.Name()] || !semver.IsValid(version) {
			continue
		}
		if wanted != "" && rest != wanted && !strings.HasPrefix(rest, wanted+"-") {
			continue
		}
		if best == "" || semver.Compare(version, bestVersion) > 0 {
			best, bestVersion = e.Name(), version
		}
	}
	if best == "" {
		return ""
	}
	return health.Join(system.OS(), place, best)
}

// readManifest reads what an extension declares. contributes.configuration is an object or a list of them.
func readManifest(system System, dir string) health.GoExtension {
	out := health.GoExtension{Dir: health.Path(dir)}
	b, err := system.ReadFile(health.Join(system.OS(), dir, "package.json"), maxManifest)
	if err != nil {
		out.State, out.Error = fileState(err)
		return out
	}
	var manifest struct {
		Version     string
		Contributes struct{ Configuration json.RawMessage }
	}
	if err := json.Unmarshal(b, &manifest); err != nil {
		out.State, out.Error = health.FileInvalid, health.Words(err.Error(), stderrKept)
		return out
	}
	type section struct{ Properties map[string]json.RawMessage }
	var sections []section
	if json.Unmarshal(manifest.Contributes.Configuration, &sections) != nil {
		var one section
		_ = json.Unmarshal(manifest.Contributes.Configuration, &one) // of another shape: it declares nothing
		sections = []section{one}
	}
	for _, s := range sections {
		for key := range s.Properties {
			if strings.HasPrefix(key, "go.") || key == "gopls" {
				out.Keys = append(out.Keys, cleaned[health.Public](key))
			}
		}
	}
	slices.Sort(out.Keys)
	out.Keys = slices.Compact(out.Keys)
	out.Keys = out.Keys[:min(len(out.Keys), maxManifestKeys)]
	out.State, out.Version = health.FileOK, cleaned[health.Public](manifest.Version)
	return out
}
