package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/lang"
)

// judge names what is wrong with the translations: missing, stale, or with other arguments than the English text. What nothing
// says any more is named too.
func judge(wanted, have []lang.Entry) []string {
	known := map[string]lang.Entry{}
	for _, e := range have {
		known[key(e)] = e
	}
	var out []string
	for _, e := range wanted {
		old, there := known[key(e)]
		delete(known, key(e))
		switch {
		case !there || old.Text == "":
			if !untranslated(e) {
				out = append(out, fmt.Sprintf("%s is not translated: %q", name(e), e.English))
			}
		case old.Stale || old.English != e.English:
			out = append(out, fmt.Sprintf("%s is stale: the English is %q now and was %q", name(e), e.English, old.English))
		case !slices.Equal(arguments(old.Text, e.Context), arguments(e.English, e.Context)):
			out = append(out, fmt.Sprintf("%s has other arguments than the English: %q", name(e), old.Text))
		}
	}
	for _, e := range known {
		out = append(out, fmt.Sprintf("%s is said nowhere: %q", name(e), e.English))
	}
	slices.Sort(out)
	return out
}

// untranslated are texts that may stay English: the long documentation, which the pages in docs/checks have in English too.
func untranslated(e lang.Entry) bool { return strings.HasSuffix(e.Context, " doc") }

func name(e lang.Entry) string {
	if e.Context == "" {
		return "a phrase of " + strings.TrimPrefix(e.File, "_")
	}
	return e.Context
}

var (
	named   = regexp.MustCompile(`\{[a-z0-9]+\}`)
	ordered = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*(\.\d+)?[a-zA-Z%]`)
	index   = regexp.MustCompile(`\[\d+\]`)
)

// arguments are those of a message by name, or the verbs of a phrase. A translation may change their order, with %[2]s.
func arguments(text, context string) []string {
	if context != "" {
		out := named.FindAllString(text, -1)
		slices.Sort(out)
		return slices.Compact(out)
	}
	out := ordered.FindAllString(text, -1)
	for i, verb := range out {
		out[i] = index.ReplaceAllString(verb, "")
	}
	slices.Sort(out)
	return out
}
