package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/govitals/govitals/sidecar/lang"
)

// language is what --lang names, else what the environment asks for. The flag is looked for before the commands are made, because
// their help is in the language, too; that a name of no language is refused is left to the flag itself.
func language(args []string, getenv func(string) string) *lang.Printer {
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if arg == "--" {
			break
		}
		if ok && value != "" {
			return lang.For(lang.Tag(value))
		}
	}
	return lang.For(lang.Choose(getenv))
}

// inWords is the end of a command in the reader's language, as far as its words are ours.
func (a *app) inWords(err error, end exit) string {
	var wrong misuse
	if errors.As(err, &wrong) {
		return a.doctor.Say.Say(wrong.format, wrong.args...)
	}
	return a.doctor.Say.Say(end.text)
}

// cobraWords are those of the page that cobra writes about a command.
var cobraWords = []string{lang.Mark("Usage:"), lang.Mark("Aliases:"), lang.Mark("Examples:"), lang.Mark("Available Commands:"), lang.Mark("Global Flags:"), lang.Mark("Flags:"),
	lang.Mark("for more information about a command.")}

// translate puts the help of all commands into the reader's language.
func translate(root *cobra.Command, say *lang.Printer) {
	root.InitDefaultHelpCmd()
	if say == nil {
		return
	}
	var pairs []string
	for _, words := range cobraWords {
		pairs = append(pairs, words, say.Say(words))
	}
	root.SetUsageTemplate(strings.NewReplacer(pairs...).Replace(root.UsageTemplate()))
	each(root, func(c *cobra.Command) {
		c.Short, c.Long = say.Say(c.Short), say.Say(c.Long)
		c.InitDefaultHelpFlag()
		flags(c, func(f *pflag.Flag) {
			if f.Name == "help" {
				f.Usage = say.Say("help for %s", c.Name())
				return
			}
			f.Usage = say.Say(f.Usage)
		})
	})
}

// Texts are the texts of the commands' help, for who collects what is to be translated.
func Texts() []string {
	root := (&app{}).root()
	var out []string
	each(root, func(c *cobra.Command) {
		out = append(out, c.Short, c.Long)
		flags(c, func(f *pflag.Flag) { out = append(out, f.Usage) })
	})
	return slices.DeleteFunc(out, func(text string) bool { return text == "" })
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, below := range c.Commands() {
		each(below, do)
	}
}

func flags(c *cobra.Command, do func(*pflag.Flag)) {
	c.LocalFlags().VisitAll(do)
}
