//go:build unix

package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/txtar"
)

// environment is one txtar file: a broken or an unusual machine, and what must be said about it. The comment holds a
// directive a line; the files are laid out below the root. See README.md for the directives.
type environment struct {
	name, title  string
	archive      *txtar.Archive
	bare         bool     // without the base fixture
	set          []string // NAME=VALUE, with $ROOT and so on
	unset        []string
	setup        []string // shell lines, run with the real go before the diagnosis
	last         []string // shell lines run after the module cache was filled and before hashing
	args         []string // more arguments of govitals check
	dir          string   // what to diagnose, default $WORK
	want         []string // check ids that must be roots
	folded       []string // check ids that must be found and folded under a root
	allow        []string // check ids of severity info that may be found as well
	inconclusive []string
	badge        string
	exit         string // expected exit status; default by badge
	systems      []string
	user         int      // run as this user id
	hide         []string // directories hidden by an empty one, in a mount namespace of its own
	stdout       []string // texts that the JSON must hold
	needs        []string // go1.25.9: other toolchains
	junk         int      // so many variables that mean nothing to anybody
	verdict      string   // of the control ladder
	culprits     []string // what govitals isolate must name, a group each, and nothing else
	trials       int      // the most that isolation may need; 0 is any number
	fixes        []string // findings that govitals fix mends, FINDING or FINDING/FIX, in this order
	unfixed      string   // why an automatic fix is not tried
	stays        []string // what below the root a fix leaves for ever: modules that were extracted anew
}

func parse(path string) (*environment, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e := &environment{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), archive: txtar.Parse(data), dir: "$WORK"}
	for i, line := range strings.Split(string(e.archive.Comment), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if text, ok := strings.CutPrefix(line, "#"); ok {
			if e.title == "" {
				e.title = strings.TrimSpace(text)
			}
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if err := e.directive(word, strings.TrimSpace(rest)); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	if e.title == "" {
		return nil, fmt.Errorf("%s: the first line wants a title", path)
	}
	return e, nil
}

func (e *environment) directive(word, rest string) error {
	switch word {
	case "bare":
		e.bare = true
	case "env":
		e.set = append(e.set, rest)
	case "unset":
		e.unset = append(e.unset, strings.Fields(rest)...)
	case "setup":
		e.setup = append(e.setup, rest)
	case "last":
		e.last = append(e.last, rest)
	case "args":
		e.args = append(e.args, strings.Fields(rest)...)
	case "dir":
		e.dir = rest
	case "want":
		e.want = append(e.want, strings.Fields(rest)...)
	case "folded":
		e.folded = append(e.folded, strings.Fields(rest)...)
	case "allow":
		e.allow = append(e.allow, strings.Fields(rest)...)
	case "inconclusive":
		e.inconclusive = append(e.inconclusive, strings.Fields(rest)...)
	case "badge":
		e.badge = rest
	case "exit":
		e.exit = rest
	case "systems":
		e.systems = strings.Fields(rest)
	case "user":
		_, err := fmt.Sscan(rest, &e.user)
		return err
	case "hide":
		e.hide = append(e.hide, rest)
	case "says":
		e.stdout = append(e.stdout, rest)
	case "junk":
		_, err := fmt.Sscan(rest, &e.junk)
		return err
	case "verdict":
		e.verdict = rest
	case "culprit":
		e.culprits = append(e.culprits, rest)
	case "trials":
		_, err := fmt.Sscan(rest, &e.trials)
		return err
	case "fix":
		e.fixes = append(e.fixes, strings.Fields(rest)...)
	case "stays":
		e.stays = append(e.stays, strings.Fields(rest)...)
	case "unfixed":
		e.unfixed = rest
	case "needs":
		e.needs = append(e.needs, strings.Fields(rest)...)
	default:
		return fmt.Errorf("unknown directive %q", word)
	}
	return nil
}
