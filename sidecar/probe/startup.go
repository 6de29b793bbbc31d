package probe

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	systemVersionFile = "/System/Library/CoreServices/SystemVersion.plist"
	// rosettaFile is written by Finder for "Open using Rosetta": undocumented, so it is evidence and never edited.
	rosettaFile = "Library/Preferences/com.apple.LaunchServices/com.apple.LaunchServices.plist"
	rosettaKey  = "Architectures for arm64"
	maxErrors   = 10
	maxPriority = 8
)

// lookAtStartup says what macOS knows of how programs are started here; nothing on other systems.
func lookAtStartup(ex *Examination) health.Startup {
	var out health.Startup
	if ex.System.OS() != "darwin" {
		return out
	}
	l := launchServices{ex: ex, out: &out}
	if version := l.read(systemVersionFile); version != nil {
		out.SystemVersion = health.Public(word(version["ProductVersion"]))
	}
	if bundle := outermostBundle(editorExecutable(ex)); bundle != "" {
		l.bundle(bundle)
	}
	l.agents()
	return out
}

// launchServices gathers what property lists say. A file that is not there says nothing; one that is damaged leaves its error.
type launchServices struct {
	ex  *Examination
	out *health.Startup
}

func (l launchServices) read(file string) map[string]any {
	data, err := l.ex.System.ReadFile(file, maxPlist)
	if err == nil {
		var value map[string]any
		if value, err = readPlist(data); err == nil {
			return value
		}
	}
	if !errors.Is(err, fs.ErrNotExist) && len(l.out.Errors) < maxErrors {
		l.out.Errors = append(l.out.Errors, health.Words(fmt.Sprintf("%s: %v", file, err), maxText))
	}
	return nil
}

// word is a text of a property list, fit for a snapshot; empty for anything else.
func word(value any) string {
	text, _ := value.(string)
	return string(health.Words(text, maxQuarantineWord))
}

// outermostBundle is the .app that a program belongs to: the editor's helpers are bundles within it.
func outermostBundle(executable string) string {
	at := strings.Index(executable+"/", ".app/")
	if at <= 0 || !strings.HasPrefix(executable, "/") {
		return ""
	}
	return executable[:at+len(".app")]
}

// bundle reads the editor's Info.plist and the user's choice for it.
func (l launchServices) bundle(path string) {
	l.out.Bundle, l.out.Translocated = health.Path(path), strings.Contains(path, "/AppTranslocation/")
	info := l.read(path + "/Contents/Info.plist")
	if info == nil {
		return
	}
	l.out.BundleID, l.out.BundleVersion = health.Public(word(info["CFBundleIdentifier"])), health.Public(word(info["CFBundleShortVersionString"]))
	l.out.MinOS = health.Public(word(info["LSMinimumSystemVersion"]))
	l.out.NativeOnly, _ = info["LSRequiresNativeExecution"].(bool)
	order, _ := info["LSArchitecturePriority"].([]any)
	for _, name := range order[:min(len(order), maxPriority)] {
		l.out.Priority = append(l.out.Priority, appleArchitecture(word(name)))
	}
	home := string(l.ex.Snapshot.System.Home)
	if id := word(info["CFBundleIdentifier"]); id != "" && home != "" {
		l.out.Rosetta, l.out.RosettaCopy = rosettaChoice(l.read(home+"/"+rosettaFile), id, path)
	}
}

// appleArchitecture gives Apple's name of a processor Go's.
func appleArchitecture(name string) health.Public {
	switch name {
	case "x86_64", "x86_64h":
		return "amd64"
	case "i386":
		return "386"
	}
	return health.Public(name)
}

// rosettaChoice looks for the choice "Open using Rosetta" under a bundle's id: pairs of a bookmark and the name of a processor, one
// for each copy of the application. The parts of the path stand in a bookmark as plain text, so the bundle's own name does too.
func rosettaChoice(all map[string]any, id, bundle string) (chosen, otherCopy bool) {
	choices, _ := all[rosettaKey].(map[string]any)
	for key, value := range choices {
		pairs, _ := value.([]any)
		if !strings.EqualFold(key, id) { // bundle ids are compared without case
			continue
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			bookmark, _ := pairs[i].([]byte)
			if name, _ := pairs[i+1].(string); name != "x86_64" {
				continue
			}
			if bookmark != nil && namesAll(bookmark, bundle) {
				return true, false
			}
			chosen, otherCopy = true, true
		}
	}
	return chosen, otherCopy
}

// namesAll reports that every part of a path stands in a bookmark.
func namesAll(bookmark []byte, path string) bool {
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if !bytes.Contains(bookmark, []byte(part)) {
			return false
		}
	}
	return true
}
