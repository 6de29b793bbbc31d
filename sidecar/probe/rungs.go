package probe

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// rungRun is a private server, ready to be asked: rung n of a folder's ladder, or a trial of an isolation that has less of the
// environment, the flags or the settings.
type rungRun struct {
	n          int
	gopls      string
	flags      []string
	env        []string // complete, with the deviations
	settings   map[string]any
	deviations []health.Deviation
	folder     string // its workspace
	ground     ladder.Ground
	places     ladder.Places
	thorough   bool
	aim        *ladder.Aim
	// told takes our private directories out of the server's words; nil leaves them.
	told func(string) string
	// loaded, if not nil, is called when the server has loaded the workspace, or failed to.
	loaded func()
}

// run starts the server, asks it and ends it; see ladder.Run.
func (r rungRun) run(ctx context.Context, ex *Examination) health.Rung {
	rung := ladder.Run(ctx, r.n, ladder.Options{
		Gopls: r.gopls, Flags: r.flags, Env: r.env, Settings: r.settings, Folder: r.folder, Deviations: r.deviations,
		Ground: r.ground, Places: r.places, LowPriority: ex.Request.Background, Progress: ex.Progress,
		Thorough: r.thorough, Aim: r.aim, Loaded: r.loaded,
	})
	if r.told != nil {
		retell(&rung, r.told)
	}
	return rung
}

// retell changes the words of a rung. Its paths are words too where they lie in a private directory.
func retell(r *health.Rung, told func(string) string) {
	for i := range r.Load.Messages {
		r.Load.Messages[i] = health.Text(told(string(r.Load.Messages[i])))
	}
	r.LastWords = health.Text(told(string(r.LastWords)))
	for i := range r.Answers {
		a := &r.Answers[i]
		a.File, a.Error = health.Path(told(string(a.File))), health.Text(told(string(a.Error)))
		if a.Where != nil {
			a.Where.File = health.Path(told(string(a.Where.File)))
		}
	}
}

// thorough reports that all that can be asked is to be asked.
func thorough(ex *Examination) bool {
	return ex.Request.AllRungs || ex.Request.Tier.Covers(health.TierDeep)
}

// rungOne is a private server in the user's folder, in surroundings that are ready.
func rungOne(ex *Examination, f health.Folder, s *surroundings) rungRun {
	settings, changed := serverSettings(ex, f.Path, s)
	gopls, _ := ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	return rungRun{
		n: 1, gopls: string(gopls.Path), flags: serverFlags(ex, f.Path), env: s.env, settings: settings,
		deviations: slices.Concat(s.deviations, changed), folder: string(f.Path), ground: groundOf(ex, f), places: s.placesInUse(ex, f),
		thorough: thorough(ex),
	}
}

// placesInUse are the places with the release that the server's go commands are, if that is known.
func (s *surroundings) placesInUse(ex *Examination, f health.Folder) ladder.Places {
	p := s.places(ex, f)
	for _, name := range []string{"GOTOOLCHAIN", "PATH"} {
		if s.server[name] != "" {
			return p // the setting "env" leads to another go than the one that was asked
		}
	}
	p.InUse = s.values["GOVERSION"]
	return p
}

// minimalModule is the workspace of rungs 2 and 3, in a private directory. Servers do not write to it, so several may have it.
type minimalModule struct {
	dir    string // what is removed in the end
	folder string
	ground ladder.Ground // but for Build and Goroot
}

// minimalName stands for the private directory in what a server says of it.
const minimalName = "(minimal module)"

func makeMinimal(ex *Examination, owned *belongings) (minimalModule, error) {
	dir, err := owned.directory("minimal")
	if err != nil {
		return minimalModule{}, err
	}
	if real, err := ex.System.RealPath(dir); err == nil {
		dir = real // as go will name it
	}
	ground, err := ladder.Minimal(dir)
	return minimalModule{dir: dir, folder: ladder.MinimalFolder(dir), ground: ground}, err
}

func (m minimalModule) told(text string) string {
	text = strings.ReplaceAll(text, m.folder, minimalName)
	return strings.ReplaceAll(text, m.dir, minimalName)
}

// rungTwo is a private server in the minimal module, with the folder's flags and settings, in surroundings that
// surroundingsElsewhere made.
func rungTwo(ex *Examination, f health.Folder, s *surroundings, m minimalModule) rungRun {
	r := rungOne(ex, f, s)
	r.n, r.folder, r.told = 2, m.folder, func(text string) string { return m.told(s.meant(text)) }
	settings, changed := settingsElsewhere(r.settings)
	r.settings, r.deviations = settings, append(r.deviations, changed...)
	build, goroot := r.ground.Build, r.ground.Goroot
	r.ground = m.ground
	r.ground.Build, r.ground.Goroot = build, goroot
	if own := s.own(ex, "GOTOOLCHAIN"); own == "" || own == "auto" || own == "local" || own == "path" {
		r.places.InUse = bareGo(ex, f.Path).release(ex.System) // the user's go.mod has no say there
	}
	r.places.Folders, r.places.VendorDirs = []string{m.folder}, []string{health.Join(s.system, m.folder, "vendor")}
	return r
}

// surroundingsElsewhere are a folder's surroundings for the minimal module. What names files of the user's own project is
// left out there: a go.work, and the go.mod that GOFLAGS names. A relative GOWORK is wrong for every project, so it stays.
func surroundingsElsewhere(ex *Examination, f health.Folder, m minimalModule) (*surroundings, error) {
	s := surroundingsOf(ex, f.Path)
	if err := s.avoidRelease(ex); err != nil {
		s.release()
		return nil, err
	}
	s.values = maps.Clone(s.values)
	if s.values == nil {
		s.values = map[string]string{}
	}
	s.values["GOWORK"] = "" // go found it above the folder; a stray one in the temporary directory would be found too
	if health.IsAbs(s.system, s.own(ex, "GOWORK")) || workAbove(ex.System, m.folder) != "" {
		s.change(ex, "GOWORK", "off", whyMinimal)
	}
	s.withoutTidy(ex) // first: GOFLAGS without any flag would count as unset, and the GOENV file's would come into force
	if flags, changed := withoutModFile(s.own(ex, "GOFLAGS")); changed {
		s.change(ex, "GOFLAGS", flags, whyMinimal)
	}
	if flags, changed := readOnlyFlags(s.own(ex, "GOFLAGS")); changed { // outside of a go.work go does not refuse it
		s.change(ex, "GOFLAGS", flags, whyReadOnly)
	}
	s.withPrivateTemp(ex)
	return s, nil
}

// withoutModFile takes the flags out of GOFLAGS that name a file of one project.
func withoutModFile(flags string) (string, bool) {
	fields := splitFlags(flags)
	kept := slices.DeleteFunc(slices.Clone(fields), namesProjectFile)
	return joinFlags(kept), len(kept) < len(fields)
}

func namesProjectFile(flag string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
	return strings.HasPrefix(flag, "-") && (name == "modfile" || name == "overlay")
}

// settingsElsewhere are gopls settings for the minimal module: without directory filters, which name the user's own
// directories and may leave out all others ("-", "+services/mine"), and without build flags that name a file.
func settingsElsewhere(settings map[string]any) (map[string]any, []health.Deviation) {
	out := maps.Clone(settings)
	var changed []health.Deviation
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		list, ok := settings[key].([]any)
		if !ok {
			continue
		}
		switch lastElement(key) {
		case "directoryFilters":
			delete(out, key)
		case "buildFlags":
			kept := slices.DeleteFunc(slices.Clone(list), func(item any) bool {
				flag, ok := item.(string)
				return ok && namesProjectFile(flag)
			})
			if len(kept) == len(list) {
				continue
			}
			out[key] = kept
		default:
			continue
		}
		changed = append(changed, health.Deviation{
			Name: health.Public("gopls." + key), Before: listed(list), After: listed(out[key]), Why: health.Message{ID: whyMinimal}})
	}
	return out, changed
}

// listed is a list of a setting for a reader; what is no list is nothing.
func listed(raw any) health.Value {
	list, _ := raw.([]any)
	v := health.Value{Class: health.ClassText}
	for _, item := range list {
		if text, ok := item.(string); ok {
			v.Items = append(v.Items, health.CleanFlag(text))
		}
	}
	return v
}
