package report

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// TreeEnvironment is what a process was started with, as far as it matters to Go.
type TreeEnvironment struct {
	// Above is the process whose environment this is compared with: Variables are those that have another value here, and Unset
	// those only that one has. 0: it is compared with none, and Variables are all.
	Above     int            `json:"above"`
	Variables []TreeVariable `json:"variables"`
	Unset     []string       `json:"unset"`
	Hidden    int            `json:"hidden"` // variables that were not looked at, because they may hold anything
	Error     string         `json:"error"`  // why it could not be read

	say *lang.Printer
}

// TreeVariable is a variable; of PATH, Value joins the directories as the process has them.
type TreeVariable struct {
	Name  string `json:"name"`
	Value string `json:"value"`

	added, removed []string // against the process above, of a list
}

// withEnvironments adds to the processes of a tree what they were started with.
func (b builder) withEnvironments(t health.ProcessTree, list []TreeProcess) []TreeProcess {
	of := map[int]*health.ProcessEnvironment{}
	for _, p := range t.List {
		of[p.PID] = p.Environment
	}
	for i := range list {
		e := of[list[i].PID]
		if e == nil {
			continue
		}
		out := &TreeEnvironment{say: b.Say, Above: e.Above, Unset: each(e.Unset, text[health.Public]), Hidden: e.Hidden, Error: string(e.Error)}
		out.Variables = each(e.Variables, func(v health.Variable) TreeVariable {
			one := TreeVariable{Name: string(v.Name), Value: b.value(v.Value)}
			one.added, one.removed = listDifference(inherited(of, e.Above, v.Name).Items, v.Value.Items)
			return one
		})
		list[i].Environment = out
	}
	return list
}

// inherited is the value that a variable has in a process, which may itself be told against one further up.
func inherited(of map[int]*health.ProcessEnvironment, pid int, name health.Public) health.Value {
	for range len(of) {
		e := of[pid]
		if e == nil {
			break
		}
		if i := slices.IndexFunc(e.Variables, func(v health.Variable) bool { return v.Name == name }); i >= 0 {
			return e.Variables[i].Value
		}
		pid = e.Above
	}
	return health.Value{}
}

func listDifference(before, after []string) (added, removed []string) {
	if len(before) == 0 {
		return nil, nil
	}
	for _, item := range after {
		if !slices.Contains(before, item) {
			added = append(added, item)
		}
	}
	for _, item := range before {
		if !slices.Contains(after, item) {
			removed = append(removed, item)
		}
	}
	return added, removed
}

// closedEnvironments is said where nobody may read them.
var closedEnvironments = lang.Mark("The environments of processes are not shown: Windows opens them to debuggers alone.")

// personal are variables that say nothing of Go as long as nobody changed them on the way.
var personal = []string{"PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR", "TMP", "TEMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
	"VSCODE_CLI", "WSL_DISTRO_NAME"}

// words are the environment for people: of a process that is compared with none, only Go's own variables. Empty if there is
// nothing to say.
func (e *TreeEnvironment) words() string {
	if e == nil {
		return ""
	}
	if e.Error != "" {
		return e.say.Say("environment: %s", clean(e.Error))
	}
	var parts []string
	for _, v := range e.Variables {
		if e.Above != 0 || !slices.Contains(personal, v.Name) {
			parts = append(parts, v.words(e.say))
		}
	}
	for _, name := range e.Unset {
		parts = append(parts, e.say.Say("%s unset", clean(name)))
	}
	return strings.Join(parts, "; ")
}

// words are a value, or of a long list what came and went.
func (v TreeVariable) words(say *lang.Printer) string {
	switch {
	case len(v.added)+len(v.removed) > 0:
		out := v.Name
		for _, item := range v.added {
			out += " +" + item
		}
		for _, item := range v.removed {
			out += " -" + item
		}
		return clean(shorten(out, longestCell))
	case v.Value == "":
		return say.Say("%s empty", clean(v.Name))
	}
	return clean(v.Name) + "=" + clean(shorten(v.Value, longestCell))
}
