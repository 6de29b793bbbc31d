package probe

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// An environment is a list of "name=value", as package os has it. Names are compared as the named system does: Windows
// ignores case, so its "Path" is everybody else's PATH.

// getenv returns the value of a variable.
func getenv(system string, env []string, name string) (string, bool) {
	if i := indexOf(system, env, name); i >= 0 {
		return env[i][len(name)+1:], true
	}
	return "", false
}

// setenv returns the environment with a variable set, in its old place and spelling if it was there. The list given is
// not changed.
func setenv(system string, env []string, name, value string) []string {
	out := slices.Clone(env)
	if i := indexOf(system, out, name); i >= 0 {
		out[i] = out[i][:len(name)+1] + value
		return out
	}
	return append(out, name+"="+value)
}

func indexOf(system string, env []string, name string) int {
	return slices.IndexFunc(env, func(entry string) bool { return named(system, entry, name) })
}

// named reports an entry of that name. A leading "=" belongs to the name: Windows keeps the directories of its drives
// under names such as "=C:".
func named(system, entry, name string) bool {
	if len(entry) <= len(name) || entry[len(name)] != '=' {
		return false
	}
	if health.Windows(system) {
		return strings.EqualFold(entry[:len(name)], name)
	}
	return entry[:len(name)] == name
}

// splitEntry splits an entry; ok is false for what has no name.
func splitEntry(entry string) (name, value string, ok bool) {
	if entry == "" {
		return "", "", false
	}
	i := strings.IndexByte(entry[1:], '=') + 1
	if i == 0 {
		return "", "", false
	}
	return entry[:i], entry[i+1:], true
}

// listedNames gives the allow-list's spelling of a name in capitals; where it has both, as for HTTP_PROXY, the capitals.
var listedNames = func() map[string]string {
	out := map[string]string{}
	for name := range health.Variables {
		upper := strings.ToUpper(string(name))
		if out[upper] == "" || string(name) == upper {
			out[upper] = string(name)
		}
	}
	return out
}()

// listedName is the spelling under which a variable enters the snapshot.
func listedName(system, name string) string {
	if !health.Windows(system) {
		return name
	}
	if listed, ok := listedNames[strings.ToUpper(name)]; ok {
		return listed
	}
	return name
}

// variablesOf makes the entries of an environment that may enter a snapshot, sorted by name, and counts the others.
// source says who set a variable, by its listed name.
func variablesOf(system string, env []string, source func(name string) health.Source) (out []health.Variable, hidden int) {
	seen := map[string]bool{}
	for _, entry := range env {
		name, value, ok := splitEntry(entry)
		if !ok {
			continue
		}
		name = listedName(system, name)
		if seen[name] {
			continue
		}
		seen[name] = true
		v, ok := health.MakeVariable(system, name, value, source(name))
		if !ok {
			hidden++
			continue
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b health.Variable) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return out, hidden
}
