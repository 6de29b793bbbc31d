package probe

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	maxAgentFiles = 500
	maxAgents     = 50
	maxArguments  = 200
)

// agents looks for launch agents that set variables for every program that is started after them. The key EnvironmentVariables is
// not looked at: it is for the agent's own job.
func (l launchServices) agents() {
	dirs := []string{"/Library/LaunchAgents"}
	if home := string(l.ex.Snapshot.System.Home); home != "" {
		dirs = append(dirs, home+"/Library/LaunchAgents")
	}
	for _, dir := range dirs {
		entries, _ := l.ex.System.ReadDir(dir, maxAgentFiles)
		for _, e := range entries {
			if !e.IsDir() && strings.HasSuffix(e.Name(), ".plist") && len(l.out.Agents) < maxAgents {
				l.agent(dir + "/" + e.Name())
			}
		}
	}
}

func (l launchServices) agent(file string) {
	job := l.read(file)
	set := environmentSetBy(job)
	if len(set) == 0 {
		return
	}
	a := health.LaunchAgent{File: health.Path(file), Label: health.Text(word(job["Label"]))}
	a.Disabled, _ = job["Disabled"].(bool)
	a.Variables, a.Hidden = variablesOf("darwin", set, func(name string) health.Source {
		return health.Source{Kind: health.FromFile, File: health.Path(file), Name: health.Public(name)}
	})
	l.out.Agents = append(l.out.Agents, a)
}

// environmentSetBy are the variables that a job sets with launchctl setenv, itself or through a shell.
func environmentSetBy(job map[string]any) []string {
	list, _ := job["ProgramArguments"].([]any)
	var words []string
	for _, value := range list[:min(len(list), maxArguments)] {
		text, _ := value.(string)
		words = append(words, text)
	}
	if program, ok := job["Program"].(string); ok && len(words) > 0 {
		words[0] = program // what runs; the first argument is only what it is called
	}
	if out := setenvOf(words); out != nil || len(words) < 2 {
		return out
	}
	var out []string
	for i, word := range words[1:] {
		if strings.HasPrefix(word, "-") && strings.HasSuffix(word, "c") && i+2 < len(words) { // sh -c, zsh -lc
			for _, line := range shellCommands(words[i+2]) {
				out = append(out, setenvOf(line)...)
			}
			break
		}
	}
	return out
}

// setenvOf takes the names and values of launchctl setenv, of which newer releases take several pairs.
func setenvOf(words []string) (out []string) {
	if len(words) < 4 || words[0] != "launchctl" && !strings.HasSuffix(words[0], "/launchctl") || words[1] != "setenv" {
		return nil
	}
	for rest := words[2:]; len(rest) >= 2; rest = rest[2:] {
		if rest[0] == "" || strings.Contains(rest[0], "=") {
			continue
		}
		out = append(out, rest[0]+"="+rest[1])
	}
	return out
}

// shellCommands splits a shell's text into the words of each command. Only words that are fixed are worth anything: a value that the
// shell would make itself is written as it stands there.
func shellCommands(text string) (out [][]string) {
	var words []string
	var word strings.Builder
	started, quote := false, rune(0)
	end := func(command bool) {
		if started {
			words = append(words, word.String())
		}
		word.Reset()
		started = false
		if command && len(words) > 0 {
			out, words = append(out, words), nil
		}
	}
	escaped := false
	for _, c := range text {
		switch {
		case escaped:
			escaped, started = false, true
			word.WriteRune(c)
		case c == '\\' && quote != '\'':
			escaped = true
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, started = c, true
		case quote == 0 && strings.ContainsRune(";&|\n", c):
			end(true)
		case quote == 0 && (c == ' ' || c == '\t'):
			end(false)
		default:
			started = true
			word.WriteRune(c)
		}
	}
	end(true)
	return out
}
