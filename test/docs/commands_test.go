package docs

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/cli"
	"github.com/govitals/govitals/sidecar/health"
)

var (
	assignment  = regexp.MustCompile(`^[A-Z_]+=`)
	placeholder = regexp.MustCompile(`^\[?[A-Z][A-Z-]*(\.json)?\]?$|^…$|^\.\.\.$`)
)

// closed are the flags whose values are a list in their own help.
var closed = []string{"format", "tier", "fail-on", "privacy", "login-shell", "lang"}

func TestQuotedCommandLinesParse(t *testing.T) {
	count := 0
	for _, p := range pages(t) {
		for _, code := range slices.Concat(p.lines, p.spans) {
			for _, words := range programs(code) {
				fault := error(nil)
				switch name := path.Base(words[0]); {
				case name == "govitals":
					count++
					fault = commandFault(words[1:])
				case strings.HasPrefix(words[0], "scripts/"):
					_, fault = os.Stat(filepath.Join(root, words[0]))
				case name == "go" && len(words) > 1 && words[1] == "test":
					fault = packagesFault(words[2:])
				}
				if fault != nil {
					t.Errorf("%s: %s: %v", p.name, code, fault)
				}
			}
		}
	}
	if count < 80 {
		t.Errorf("%d command lines: they are not found", count)
	}
}

// programs are the commands of a line as a person would type it, or as it stands in a workflow: words, without prompt,
// assignments, redirections and remarks.
func programs(line string) (out [][]string) {
	for _, prefix := range []string{"$ ", "- run: ", "run: ", "- "} {
		line = strings.TrimPrefix(line, prefix)
	}
	words := []string{}
	end := func() {
		for len(words) > 0 && assignment.MatchString(words[0]) {
			words = words[1:]
		}
		if len(words) > 0 {
			out = append(out, words)
		}
		words = []string{}
	}
	for _, word := range quoted(line) {
		switch {
		case word == "|" || word == "&&" || word == "||" || word == ";":
			end()
		case strings.HasPrefix(word, "#") || strings.HasPrefix(word, ">") || strings.HasPrefix(word, "("):
			end()
			return out
		default:
			words = append(words, word)
		}
	}
	end()
	return out
}

// quoted are the words of a line, with what stands in quotes as one.
func quoted(line string) (out []string) {
	var word strings.Builder
	quote, begun := rune(0), false
	for _, r := range line + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && r == ' ':
			if begun {
				out = append(out, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	return out
}

// commandFault is what the command line itself would refuse, as far as it can be told without a folder.
func commandFault(args []string) error {
	tree := cli.Commands()
	c, rest, err := tree.Find(args)
	if err != nil {
		return err
	}
	if len(args) > 0 && c == tree && !strings.HasPrefix(args[0], "-") && !placeholder.MatchString(args[0]) {
		return fmt.Errorf("there is no command %s", args[0])
	}
	c.InitDefaultHelpFlag()
	if err := c.ParseFlags(rest); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return nil
		}
		return err
	}
	if c != tree && c.Flags().NArg() > 0 {
		if err := c.ValidateArgs(c.Flags().Args()); err != nil {
			return err
		}
	}
	return errors.Join(valueFaults(c), checkFault(c))
}

func valueFaults(c *cobra.Command) (out error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		value := f.Value.String()
		words := strings.FieldsFunc(f.Usage, func(r rune) bool { return strings.ContainsRune(" ,:()\n", r) })
		if slices.Contains(closed, f.Name) && !placeholder.MatchString(value) && !slices.Contains(words, value) {
			out = errors.Join(out, fmt.Errorf("--%s knows no %s", f.Name, value))
		}
	})
	return out
}

// checkFault looks up the checks that a command names.
func checkFault(c *cobra.Command) error {
	var named []string
	for _, flag := range []string{"only", "skip"} {
		if list, err := c.Flags().GetStringSlice(flag); err == nil {
			named = append(named, list...)
		}
	}
	if name := c.Name(); (name == "explain" || name == "fix") && c.Flags().NArg() > 0 {
		id, _, _ := strings.Cut(c.Flags().Arg(0), ":")
		named = append(named, id)
	}
	for _, id := range named {
		known := slices.ContainsFunc(check.All, func(c *check.Check) bool { return c.ID == health.CheckID(id) })
		if !known && !placeholder.MatchString(id) && !strings.Contains(id, example) {
			return fmt.Errorf("there is no check %s", id)
		}
	}
	return nil
}

// packagesFault looks whether what `go test` is told to test is there.
func packagesFault(args []string) error {
	for _, arg := range args {
		if name, ok := strings.CutPrefix(arg, "./"); ok && name != "..." {
			if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(name, "/..."))); err != nil {
				return err
			}
		}
	}
	return nil
}

func TestCommandFaultsAreFound(t *testing.T) {
	for line, faulty := range map[string]bool{
		"govitals check ~/src/app --tier fast": false, "govitals": false, "govitals check --help": false, "govitals fix FINDING": false,
		"govitals check --format FORMAT -o x.json": false, "govitals fix gopls-setting-unknown:x DIR --dry-run": false,
		"govitals check --no-such": true, "govitals chek": true, "govitals check --format pdf": true, "govitals check --tier": true, "govitals explain no-such": true,
		"govitals check --only goroot-invalid,no-such": true, "govitals tree x": true, "govitals diff a.json": true, "govitals check --timeout long": true,
	} {
		words := programs(line)
		if len(words) != 1 {
			t.Fatalf("%s: %v", line, words)
		}
		if err := commandFault(words[0][1:]); (err != nil) != faulty {
			t.Errorf("%s: %v", line, err)
		}
	}
	got := programs(`$ A=1 zcat 'all of it.gz' | ./govitals triage - --top 0 > x # remark`)
	if fmt.Sprint(got) != "[[zcat all of it.gz] [./govitals triage - --top 0]]" {
		t.Errorf("%q", got)
	}
}
