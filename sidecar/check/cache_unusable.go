package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const cacheUnusable texts = "cache-unusable"

// CacheUnusable reports a cache of go or gopls that cannot be used.
var CacheUnusable = &Check{
	ID:       health.CheckID(cacheUnusable),
	Severity: health.Error,
	Doc: `a cache of Go or gopls cannot be used

go needs its build cache (GOCACHE) for every package list: without one gopls loads nothing, and with some entries of another owner it loses single packages and says "undefined" where nothing is wrong. The module cache (GOMODCACHE) holds the sources of your dependencies. gopls has a cache of its own (GOPLSCACHE): without it gopls is slow, and on a full disk it ends itself at the start.

We look at the value (off, relative, undefined), the directory, its owner and rights, a sample of its entries, and the free space, without writing. A read-only module cache that holds all that is needed is healthy. Where the private gopls answered all questions in spite of it, an error is only a warning.

The fix removes a value that cannot work. Rights and space are for you to mend: a cache that sudo go build left to root is given back with chown. Nothing is ever deleted.

It does not explain a module cache whose files are damaged or missing.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeDirectories, health.ProbeModuleCache},
	After: []health.CheckID{"goroot-invalid"},
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return own.Message.ID == cacheUnusable.say("undefined", nil).ID && clearsGopath(s, cause, own)
	},
	Messages: map[string]health.Template{
		"off":       {Title: "{role} is off", Detail: "go needs this directory: \"go list\" fails, gopls loads nothing or only parts."},
		"relative":  {Title: "{role} is {path}, which is not an absolute path", Detail: "go refuses it: \"go list\" fails, gopls loads nothing or only parts."},
		"undefined": {Title: "{role} has no place", Detail: "Neither {role} nor the home directory is set in the environment of the tools, so go has no place for it: \"go list\" fails."},
		"no-dir":    {Title: "{role} is {path}, which is not a directory", Detail: "go cannot use it: \"go list\" fails, gopls loads nothing or only parts."},
		"create":    {Title: "{role} is {path}, which cannot be created", Detail: "The directory above may not be written by this user, so go stops with \"permission denied\"."},
		"write":     {Title: "{role} {path} cannot be written", Detail: "go keeps there what it builds and downloads; this user may not."},
		"read-only": {Title: "{role} {path} lies on a read-only file system", Detail: "go keeps there what it builds and downloads, and cannot."},
		"foreign":   {Title: "{role} {path} holds files that this user cannot use", Detail: "gopls loses the packages in question and says \"undefined\" or \"No packages found\" without a reason. They are what is left of a go that ran as another user, as with sudo go build."},
		"space":     {Title: "No space is left for {role} at {path}", Detail: "go cannot write what it builds, and gopls ends itself when it cannot write its index."},
		"low":       {Title: "Hardly any space is left for {role} at {path}", Detail: "When it is used up go cannot build, and gopls ends itself at its start."},
		"gopls":     {Title: "gopls cannot use its cache at {path}", Detail: "It works without, but reads and checks everything anew at each start."},
		"state":     {Title: "state of {path}"},
		"example":   {Title: "one of {count} such files among {sampled}"},
		"free":      {Title: "free space for {role}"},
		"own-user":  {Title: "files of this user"},
		"some":      {Title: "some hundred megabytes"},
		"place":     {Title: "an absolute path, or nothing for the default"},
		"home":      {Title: "Give the tools a home directory"},
		"home-hand": {Title: "start the editor from a session in which HOME (on Windows LocalAppData) is set, or set {role} to an absolute path with go env -w"},
		"rights":    {Title: "Give the directory back to your user"},
		"chown":     {Title: "in a terminal: sudo chown -R \"$(id -un)\" \"{path}\" && chmod -R u+rwX \"{path}\""},
		"take-own":  {Title: "give your user full control of {path} in the security properties of the folder, including everything in it"},
		"elsewhere": {Title: "Use a place that can be written"},
		"move":      {Title: "make {path} writable for your user, or set {role} to a directory that is: go env -w {role}=…"},
		"room":      {Title: "Make room"},
		"room-hand": {Title: "free space on the disk that holds {path}; go clean -cache empties the build cache alone, at the price of one slow build"},
	},
	Applies: hasGoFolders,
	Run:     func(s *health.Snapshot) []health.Finding { return unusableCaches(s) },
}

// Below scarce a build of middling size fills the disk; below none even an index entry does not fit. Bytes.
const (
	scarce = 200 << 20
	none   = 10 << 20
)

func unusableCaches(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	var full []health.Directory
	seen := map[string]bool{}
	roles := map[health.Public]int{}
	for _, d := range s.Directories {
		if d.Role != "GOCACHE" && d.Role != "GOMODCACHE" && d.Role != "GOPLSCACHE" {
			continue
		}
		key := string(d.Role) + " " + string(d.Path) + " " + string(d.Problem)
		if seen[key] {
			continue // the folders share it
		}
		seen[key] = true
		name := cacheFault(s, d)
		switch name {
		case "":
			continue
		case "space", "low":
			full = append(full, d)
			continue
		}
		f := cacheFinding(s, d, name)
		f.Folder = onlyUser(s, d)
		if roles[d.Role]++; roles[d.Role] > 1 {
			f.Subject = health.V(d.Path)
		}
		out = append(out, f)
	}
	if len(full) > 0 {
		out = append(out, fullDisk(s, full))
	}
	if len(s.Directories) == 0 {
		return []health.Finding{Open("", message("no-directories", nil))}
	}
	return out
}

// onlyUser is the folder whose tools alone use a directory, in a window with several.
func onlyUser(s *health.Snapshot, d health.Directory) health.Path {
	folders := goFolders(s)
	others := slices.ContainsFunc(s.Directories, func(o health.Directory) bool {
		return o.Folder != d.Folder && o.Role == d.Role && o.Path == d.Path && o.Problem == d.Problem
	})
	if len(folders) < 2 || others {
		return ""
	}
	return d.Folder
}

// cacheFault names what is wrong with a directory, in the order in which go would stumble over it.
func cacheFault(s *health.Snapshot, d health.Directory) string {
	switch {
	case d.Problem != "":
		return string(d.Problem)
	case d.Exists && !d.Directory:
		return "no-dir"
	case d.Role == "GOMODCACHE" && !d.Writable && !lacksModules(s, d):
		return "" // read-only and complete: nothing will be written there
	case d.Foreign > 0:
		return "foreign"
	case !d.Exists && !d.Writable:
		return "create"
	case d.ReadOnly && !d.Writable:
		return "read-only"
	case !d.Writable:
		return "write"
	case d.FreeBytes >= 0 && d.FreeBytes < none, d.FreeInodes == 0:
		return "space"
	case d.FreeBytes >= 0 && d.FreeBytes < scarce, d.FreeInodes > 0 && d.FreeInodes < 1000:
		return "low"
	}
	return ""
}

// lacksModules reports that something has to be written to the module cache: a required module is missing there, or the
// cache itself is and gopls could not do its work.
func lacksModules(s *health.Snapshot, d health.Directory) bool {
	return len(s.Missing) > 0 || s.MissingCut > 0 || worstPulse(s, d) == health.PulseBad
}

// worstPulse is the pulse of the folder a directory was looked at for; the worst of all folders if they share it.
func worstPulse(s *health.Snapshot, d health.Directory) health.PulseState {
	if d.Folder == "" {
		return s.Pulse()
	}
	worst := pulseOf(s, d.Folder)
	for _, other := range s.Directories {
		if other.Role == d.Role && other.Path == d.Path && pulseOf(s, other.Folder) == health.PulseBad {
			worst = health.PulseBad
		}
	}
	return worst
}
