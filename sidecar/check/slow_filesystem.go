package check

import (
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

const slowFilesystem texts = "slow-filesystem"

// SlowFilesystem reports a workspace or a cache on a file system that answers slowly.
var SlowFilesystem = &Check{
	ID:       health.CheckID(slowFilesystem),
	Severity: health.Warning,
	Doc: `files lie on a slow file system

go and gopls ask for the attributes of ten thousands of files. On a network or a shared directory each answer takes a hundred times as long as on a local disk, so loading takes minutes; changes that another machine makes there are not noticed at all.

We ask for the attributes of up to 200 files of the folder and of the caches and take the median. Only a median above half a millisecond on a file system of the network, of FUSE or of a virtual machine's host (NFS, SMB, 9p, drvfs, virtiofs and others) is a warning. A name alone proves nothing: such a file system can be fast, and then nothing is said; nor is a local disk ever mentioned, however slow.

The fix is to keep the project, or the cache, on a local disk. It does not explain a load that is slow for its size.`,
	Needs: []health.ProbeID{health.ProbeFileSystems},
	Messages: map[string]health.Template{
		"folder":      {Title: "The folder lies on a slow file system ({type})", Detail: "Each question about a file takes {micros} microseconds there, so gopls loads slowly and misses changes from outside."},
		"cache":       {Title: "{role} lies on a slow file system ({type})", Detail: "Each question about a file takes {micros} microseconds there, so every build and every load is slow."},
		"median":      {Title: "median time for the attributes of a file, {count} files of {path}"},
		"type":        {Title: "file system of {path}"},
		"local":       {Title: "a local disk"},
		"move":        {Title: "Keep it on a local disk"},
		"move-folder": {Title: "keep the project on a local disk of the machine that runs gopls (in WSL below your home directory and not below /mnt), or open it on the other machine by a remote window"},
		"move-cache":  {Title: "point {role} to a local disk: go env -w {role}=DIRECTORY"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.FileSystems) > 0 },
	Run:     runSlowFilesystem,
}

// slowMicros is a hundred times what a local disk takes with warm caches, and less than a network's round trip.
const slowMicros = 500

const leastSamples = 10

func runSlowFilesystem(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	c := slowFilesystem
	for _, d := range s.FileSystems {
		if !d.Remote || d.Samples < leastSamples || d.StatMicros < slowMicros {
			continue
		}
		micros := health.V(health.Public(strconv.FormatInt(d.StatMicros, 10)))
		args := health.Args{"role": health.V(d.Role), "type": health.V(d.Type), "micros": micros, "path": health.V(d.Path), "count": number(d.Samples)}
		name, step := "cache", manual(c.say("move-cache", args), health.EffectReloadWindow)
		if d.Role == "folder" {
			name, step = "folder", manual(c.say("move-folder", nil), health.EffectReloadWindow)
		}
		source := health.Source{Kind: health.FromSystem, File: d.Path}
		finding := health.Finding{Severity: health.Warning, Folder: d.Folder, Subject: health.V(d.Role), Message: c.say(name, args),
			Evidence: []health.Evidence{
				{What: c.say("median", args), Observed: micros, Expected: health.V(health.Public("< " + strconv.Itoa(slowMicros))), Source: source},
				{What: c.say("type", args), Observed: health.V(d.Type), Expected: c.value("local"), Source: source}},
			Fixes: []health.Fix{oneFix("move", health.RiskManual, c.say("move", nil), step)}}
		if d.Role == "folder" && len(s.Folders) > 1 {
			finding.Subject = health.V(d.Path)
		}
		out = append(out, finding)
	}
	return out
}
