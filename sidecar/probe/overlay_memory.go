package probe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// overlayOf looks at a release, or remembers that this very one was whole. To read the sources takes ten times as long as to
// see by their sizes and times that none was touched, and nobody wants to wait for it at every diagnosis.
func overlayOf(ctx context.Context, system System, root string) health.Overlay {
	print, ok := releasePrint(ctx, system, root)
	if !ok {
		return lookForOverlay(ctx, system, root)
	}
	kept := readReleases()
	for _, r := range kept.Releases {
		if r.Root == health.Path(root) && r.Print == print {
			return health.Overlay{Root: r.Root, Files: r.Files}
		}
	}
	out := lookForOverlay(ctx, system, root)
	if len(out.Twice) == 0 && out.Files > 0 && ctx.Err() == nil { // a broken one is looked at each time
		kept.keep(keptRelease{Root: out.Root, Print: print, Files: out.Files})
	}
	return out
}

const (
	releasesFile  = "go-releases.json"
	releasesLimit = 64 << 10
	releasesKept  = 8
	// releasesVersion counts the rules of lookForOverlay too: what older ones found whole is looked at again.
	releasesVersion = 1
)

// keptReleases is the file in the state directory.
type keptReleases struct {
	Version  int           `json:"version"`
	Releases []keptRelease `json:"releases"` // newest first
}

type keptRelease struct {
	Root  health.Path `json:"root"`
	Print string      `json:"print"`
	Files int         `json:"files"`
}

func readReleases() keptReleases {
	var kept keptReleases
	b, err := readState(releasesFile, releasesLimit)
	if err != nil || json.Unmarshal(b, &kept) != nil || kept.Version != releasesVersion {
		return keptReleases{Version: releasesVersion}
	}
	return kept
}

func (k keptReleases) keep(r keptRelease) {
	others := slices.DeleteFunc(slices.Clone(k.Releases), func(old keptRelease) bool { return old.Root == r.Root })
	k.Releases = append([]keptRelease{r}, others[:min(len(others), releasesKept-1)]...)
	if b, err := json.Marshal(k); err == nil {
		_ = writeState(releasesFile, b) // it only saves time
	}
}

// releasePrint tells releases apart by all that lookForOverlay depends on but the texts of the sources, for which their sizes
// and times stand. A release unpacked over another has other names, sizes or times, if only those of VERSION.
func releasePrint(ctx context.Context, system System, root string) (print string, ok bool) {
	h := sha256.New()
	version, err := system.ReadFile(health.Join(system.OS(), root, "VERSION"), 4<<10)
	if err != nil {
		return "", false
	}
	fmt.Fprintf(h, "%s %s\n%q\n", system.OS(), system.Arch(), version)
	for _, pkg := range overlayPackages {
		dir := health.Join(system.OS(), root, "src", pkg)
		entries, err := system.ReadDir(dir, maxPackageFiles)
		if err != nil {
			fmt.Fprintf(h, "%s -\n", pkg)
			continue
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || ctx.Err() != nil { // the time of a link is not that of its file
				return "", false
			}
			fmt.Fprintf(h, "%s/%q %d %d\n", pkg, e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	return hex.EncodeToString(h.Sum(nil)), true
}
