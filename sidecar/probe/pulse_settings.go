package probe

import (
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// serverSettings are the gopls settings that golang.go would send for a folder, less our deviations (reference
// go-editor-facts §1.11): what the user set under "gopls", and build flags from go.buildFlags and go.buildTags where
// build.buildFlags is not set. Left out is what golang.go adds of its own and what cannot matter here: inlay hints, which
// nobody asks for, and vulncheck, which would use the network.
func serverSettings(ex *Examination, folder health.Path, s *surroundings) (map[string]any, []health.Deviation) {
	in := effectiveFor(ex, folder)
	out := map[string]any{}
	var changed []health.Deviation
	for _, member := range in.sortedMembers("gopls") {
		out[string(member.Member)] = member.Raw
	}
	if flags := goBuildFlags(in); len(flags) > 0 {
		if _, own := out["build.buildFlags"]; !own {
			out["build.buildFlags"] = flags
		}
	}
	for _, key := range slices.Sorted(maps.Keys(out)) {
		switch lastElement(key) {
		case "env":
			out[key] = s.serverEnv(out[key])
		case "buildFlags":
			value, deviates := s.readOnlyList(out[key])
			if out[key] = value; deviates {
				changed = append(changed, health.Deviation{
					Name: health.Public("gopls." + key), Before: health.V(health.Text("-mod=mod")), After: health.V(health.Text("-mod=readonly")),
					Why: health.Message{ID: whyReadOnly},
				})
			}
		}
	}
	return out, changed
}

// serverEnv lays our deviations over the user's setting: gopls lets it overrule the environment of its process.
func (s *surroundings) serverEnv(raw any) any {
	values, ok := raw.(map[string]any)
	if !ok {
		return raw // gopls will complain of it
	}
	values = maps.Clone(values)
	for name := range values {
		if s.changed(name) {
			values[name], _ = getenv(s.system, s.env, name)
		}
	}
	return values
}

func (s *surroundings) readOnlyList(raw any) (any, bool) {
	list, ok := raw.([]any)
	if !ok || s.workspace() {
		return raw, false
	}
	list = slices.Clone(list)
	deviates := false
	for i, item := range list {
		if flag, ok := item.(string); ok && readOnlyFlag(flag) != flag {
			list[i], deviates = readOnlyFlag(flag), true
		}
	}
	return list, deviates
}

// goBuildFlags are golang.go's: go.buildFlags, with go.buildTags unless they name tags themselves.
func goBuildFlags(in effective) []any {
	list, _ := in.whole["go.buildFlags"].Raw.([]any)
	list = slices.Clone(list)
	if tags, _ := in.text("go.buildTags"); tags != "" && !slices.Contains(list, any("-tags")) {
		list = append(list, "-tags", tags)
	}
	return list
}

// buildFlags are the build flags that gopls would use, as far as they are strings.
func buildFlags(in effective) []string {
	list := goBuildFlags(in)
	for _, member := range in.sortedMembers("gopls") {
		if lastElement(string(member.Member)) == "buildFlags" {
			list, _ = member.Raw.([]any)
		}
	}
	var out []string
	for _, item := range list {
		if flag, ok := item.(string); ok {
			out = append(out, flag)
		}
	}
	return out
}

// places are the trees that an answer may lead into, in all spellings that are known.
func (s *surroundings) places(ex *Examination, f health.Folder) ladder.Places {
	p := ladder.Places{System: s.system, Private: s.private, Real: s.values["GOMODCACHE"]}
	add := func(list *[]string, paths ...string) {
		for _, path := range paths {
			if path == "" {
				continue
			}
			*list = append(*list, path)
			if real, err := ex.System.RealPath(path); err == nil && real != path {
				*list = append(*list, real)
			}
		}
	}
	add(&p.Folders, string(f.Path), string(f.Real))
	add(&p.Goroots, s.values["GOROOT"], s.server["GOROOT"])
	add(&p.ModCaches, s.values["GOMODCACHE"])
	add(&p.GoCaches, s.values["GOCACHE"])
	for _, m := range f.Modules {
		if m.Vendor != nil {
			add(&p.VendorDirs, string(m.Vendor.Dir))
		}
	}
	if f.Work != nil && f.Work.Vendor != nil {
		add(&p.VendorDirs, string(f.Work.Vendor.Dir))
	}
	return p
}
