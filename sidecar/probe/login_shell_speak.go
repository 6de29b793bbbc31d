package probe

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// PrintEnvironment is the hidden command by which a login shell prints its environment through this very program: no tool of
// the system has to be there or to agree on a format, and no value can break the lines.
const PrintEnvironment = "__print-environment"

// printer is this program and a mark that nothing else can have printed.
func printer() (self, mark string, err error) {
	if self, err = os.Executable(); err != nil {
		return "", "", fmt.Errorf("find this program: %w", err)
	}
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return self, hex.EncodeToString(b[:]), nil
}

// Environment is what PrintEnvironment prints: the environment as JSON in base64, between two marks.
func Environment(mark string, env []string) string {
	text, err := json.Marshal(env)
	if err != nil {
		return ""
	}
	return mark + base64.StdEncoding.EncodeToString(text) + mark
}

// betweenMarks reads what Environment wrote; noise says that something stands around it.
func betweenMarks(text, mark string) (env []string, noise, ok bool) {
	before, rest, found := strings.Cut(text, mark)
	body, after, closed := strings.Cut(rest, mark)
	if !found || !closed || mark == "" {
		return nil, false, false
	}
	raw, err := base64.StdEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(raw, &env) != nil {
		return nil, false, false
	}
	return env, strings.TrimSpace(before+after) != "", true
}

// dialect makes the arguments that let a shell log in, read the files of an interactive one, and run a program.
type dialect func(self, mark string) []string

// dialectOf knows the shells that the editor knows (reference os-facts §9).
func dialectOf(shell string) (dialect, bool) {
	name := filepath.Base(shell)
	switch {
	case slices.Contains([]string{"sh", "bash", "zsh", "dash", "ash", "ksh", "ksh93", "mksh", "fish", "busybox"}, name):
		return func(self, mark string) []string { return []string{"-i", "-l", "-c", command(self, mark, quoted)} }, true
	case name == "csh" || name == "tcsh": // -l is taken only alone
		return func(self, mark string) []string { return []string{"-ic", command(self, mark, quoted)} }, true
	case name == "nu":
		return func(self, mark string) []string { return []string{"-i", "-l", "-c", "^" + command(self, mark, quoted)} }, true
	case name == "pwsh" || name == "pwsh-preview":
		return func(self, mark string) []string {
			return []string{"-Login", "-Command", "& " + command(self, mark, func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" })}
		}, true
	case name == "xonsh":
		return func(self, mark string) []string {
			return []string{"-i", "-l", "-c", "import subprocess; subprocess.run([" + python(self) + ", " + python(PrintEnvironment) + ", " + python(mark) + "])"}
		}, true
	}
	return nil, false
}

func command(self, mark string, quote func(string) string) string {
	return quote(self) + " " + PrintEnvironment + " " + mark
}

// quoted is a word in single quotes, as all of these shells read it; a quote in it leaves them and comes back.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func python(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(text)
}
