package lang

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestChoose(t *testing.T) {
	for name, tc := range map[string]struct {
		env  map[string]string
		want Tag
	}{
		"nothing is set":              {nil, English},
		"LANG":                        {map[string]string{"LANG": "zh_CN.UTF-8"}, Chinese},
		"LC_ALL decides":              {map[string]string{"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, English},
		"LC_MESSAGES before LANG":     {map[string]string{"LC_MESSAGES": "zh_SG.utf8", "LANG": "en_US.UTF-8"}, Chinese},
		"an empty one does not count": {map[string]string{"LC_ALL": "", "LANG": "zh_CN"}, Chinese},
	} {
		if got := Choose(func(name string) string { return tc.env[name] }); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for locale, want := range map[string]Tag{
		"zh-cn": Chinese, "zh": Chinese, "zh-Hans": Chinese, "zh-Hans-HK": Chinese, "zh_SG": Chinese, "zh_CN.UTF-8": Chinese, "zh_CN.utf8@pinyin": Chinese, "ZH_cn": Chinese,
		"zh-tw": English, "zh_HK.UTF-8": English, "zh-Hant": English, "zh-Hant-CN": English, "zh_CN.GB18030": English, "zh_CN.gbk": English,
		"en": English, "en_GB.UTF-8": English, "de": English, "C": English, "C.UTF-8": English, "POSIX": English, "": English, "zho": English, "_": English,
	} {
		if got := Match(locale); got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
}

func TestParseReadsWhatFormatWrites(t *testing.T) {
	want := []Entry{
		{Context: "a.b", English: "one\ttwo \"three\" \\", Text: "一"},
		{English: "lines\nof\n\ntext\n", Text: "行\n", Comment: "for you"},
		{Context: "a.b detail", English: "{x} 中文", Stale: true, Text: "旧"},
		{English: "none", Text: ""},
	}
	got, err := Parse(Format("zh_CN", want))
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v: %+v", err, got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
}

func TestParseNamesTheLineOfAMistake(t *testing.T) {
	for name, text := range map[string]string{
		"no string": "\nmsgid none", "a string of nothing": "\n\"x\"", "an unknown word": "\nmsgid_plural \"x\"", "an open string": "\nmsgid \"x", "a bad escape": "\nmsgid \"\\q\"",
	} {
		if got, err := Parse(text); err == nil || !strings.HasPrefix(err.Error(), "line 2:") {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
	if got, err := Parse("msgid \"a\"\r\nmsgstr \"\"\r\n\"b\"\r\n"); err != nil || len(got) != 1 || got[0].Text != "b" {
		t.Errorf("a file of Windows: %v, %+v", err, got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(Format("en", list))
		if err != nil || len(again) != len(list) {
			t.Errorf("%v: %+v became %+v", err, list, again)
		}
	})
}

func TestEnglishIsSaidWithoutAPrinter(t *testing.T) {
	p := For(English)
	if p != nil || p.Tag() != English || p.Say("100% of %s") != "100% of %s" || p.Say("%d of %s", 1, "x") != "1 of x" || p.Word("same-package") != "same package" ||
		p.Count(1, "%d check", "%d checks") != "1 check" || p.Count(0, "%d check", "%d checks") != "0 checks" || p.Text("go-missing", "t") != "t" {
		t.Error("not as it stands in the code")
	}
	if For("de") != nil {
		t.Error("German")
	}
}

func TestChinese(t *testing.T) {
	p := For(Chinese)
	if p == nil || p != For(Chinese) || p.Tag() != Chinese {
		t.Fatal("no printer, or not always the same")
	}
	for got, want := range map[string]string{
		p.Say("Go works here: %s", "x"):               "Go 在此处可以工作：x",
		p.Say("%s of %s (%s)", "a", "b", "c"):         "b 的a（c）",
		p.Say("nobody translated this"):               "nobody translated this",
		p.Count(2, "%d check", "%d checks"):           "2 项检查",
		p.Word("same-package"):                        "同一个包",
		p.Word("no-such-word"):                        "no such word",
		p.Text("go-missing", "another English title"): "another English title",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A translation of other English would mislead, and an argument is never lost.
func TestCatalogue(t *testing.T) {
	p := &Printer{tag: Chinese, texts: map[string]Entry{
		"a.same": {English: "see {x}", Text: "见 {x}"}, "a.same detail": {English: "then", Text: "然后"}, "a.changed": {English: "before", Text: "旧"}, WordContext("hover"): {English: "hover", Text: "悬停"}}}
	c := p.Catalogue(health.Catalogue{"a.same": {Title: "see {x}", Detail: "then"}, "a.changed": {Title: "after"}, "a.new": {Title: "new {question}, {x}"}})
	args := health.Args{"x": health.V(health.Public("hover")), "question": health.V(health.AskHover)}
	for id, want := range map[health.MessageID]string{"a.same": "见 hover", "a.changed": "after", "a.new": "new 悬停, hover", "a.none": "a.none (question=hover, x=hover)"} {
		if got := string(c.Title(health.Message{ID: id, Args: args})); got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	if got := c.Detail(health.Message{ID: "a.same"}); got != "然后" {
		t.Errorf("detail %q", got)
	}
}
