package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/lang"
)

const root = "../../.."

// Every text has a translation that was made from the English of today.
func TestEverythingIsTranslated(t *testing.T) {
	wanted, err := texts(root)
	if err != nil {
		t.Fatal(err)
	}
	have, err := read(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range judge(wanted, have) {
		t.Errorf("%s (run scripts/translate, then translate it; see docs/translating.md)", fault)
	}
	if len(wanted) < 2000 {
		t.Errorf("only %d texts are found", len(wanted))
	}
	for i, e := range merge(wanted, have) {
		if e.Stale || e.Context != wanted[i].Context || e.English != wanted[i].English {
			t.Errorf("%s does not stay as it is", name(e))
		}
	}
}

func TestJudge(t *testing.T) {
	entry := func(context, english, text string) lang.Entry {
		return lang.Entry{Context: context, English: english, Text: text, File: "x"}
	}
	stale := entry("a.fuzzy", "x", "某")
	stale.Stale = true
	wanted := []lang.Entry{entry("a.good", "{x} or {y}, {x}", ""), entry("a.none", "new", ""), entry("a.old", "after", ""), entry("a.argument", "{x} of {y}", ""),
		entry("a.fuzzy", "x", ""), entry("a doc", "long", ""), entry("", "%d of %s", ""), entry("", "%s: %.1f s", ""), entry("", "no entry", "")}
	have := []lang.Entry{entry("a.good", "{x} or {y}, {x}", "{y} 或 {x}"), entry("a.none", "new", ""), entry("a.old", "before", "旧"), entry("a.argument", "{x} of {y}", "{x} 的 {z}"),
		stale, entry("", "%d of %s", "%[2]s 的 %[1]d"), entry("", "%s: %.1f s", "%s"), entry("", "gone", "去")}
	var got []string
	for _, fault := range judge(wanted, have) {
		got = append(got, strings.SplitN(fault, ":", 2)[0])
	}
	want := []string{"a phrase of x has other arguments than the English", "a phrase of x is not translated", "a phrase of x is said nowhere", "a.argument has other arguments than the English",
		"a.fuzzy is stale", "a.none is not translated", "a.old is stale"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What changed keeps its translation, marked, for whoever brings it up to date.
func TestMerge(t *testing.T) {
	out := merge([]lang.Entry{{Context: "a.b", English: "after"}, {English: "phrase"}, {Context: "a.new", English: "new"}},
		[]lang.Entry{{Context: "a.b", English: "before", Text: "旧"}, {English: "phrase", Text: "句"}, {Context: "a.gone", English: "gone", Text: "去"}})
	want := []lang.Entry{{Context: "a.b", English: "after", Text: "旧", Stale: true}, {English: "phrase", Text: "句"}, {Context: "a.new", English: "new"}}
	if !slices.Equal(out, want) {
		t.Errorf("got %+v", out)
	}
}

func TestTheFilesAreNamedAfterTheChecks(t *testing.T) {
	for id, want := range map[string]string{"go-missing.absent": "go-missing", "say.ladder-works": "_say-ladder", "say.file": "_say", "say.works-go-in": "_say-works", "say.works": "_say", "compare.same": "_compare"} {
		if got := fileOf(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// The page says its own words through say, where they can be translated.
func TestTheTemplatesHoldNoWords(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "sidecar", "report", "html", "*.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("%v, %d templates", err, len(pages))
	}
	words := regexp.MustCompile(`(?:>|aria-label="|\btitle=")[^<>{"]*[A-Za-z]{2,}[^<>{"]*(?:<|"|\{\{)`)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range words.FindAllString(string(text), -1) {
			if !strings.HasPrefix(found, ">Go Vitals: ") {
				t.Errorf("%s: %s", filepath.Base(page), found)
			}
		}
	}
}
