package health

import (
	"slices"
	"testing"
)

func TestCatalogue(t *testing.T) {
	c := Catalogue{
		"x.two":     {Title: "{go} is {version}", Detail: "Not {other}."},
		"x.bare":    {Title: "no arguments {here"},
		"say.unset": {Title: "not set"},
		"x.braces":  {Title: "a}b{c}d"},
	}
	for _, tc := range []struct {
		name          string
		message       Message
		title, detail Text
	}{
		{"filled", Message{"x.two", Args{"go": V(Path("/bin/go")), "version": V(Public("1.26")), "other": List(Public("a"), Public("b"))}}, "/bin/go is 1.26", "Not a, b."},
		{"argument missing", Message{"x.two", Args{"go": V(Path("/bin/go"))}}, "/bin/go is {version}", "Not {other}."},
		{"message as an argument", Message{"x.two", Args{"go": Say("say.unset"), "version": V(Public("1")), "other": V(Public(""))}}, "not set is 1", "Not ."},
		{"braces in a value are no names", Message{"x.two", Args{"go": V(Text("{version}")), "version": V(Public("1")), "other": V(Public("2"))}}, "{version} is 1", "Not 2."},
		{"open brace", Message{ID: "x.bare"}, "no arguments {here", ""},
		{"stray brace", Message{"x.braces", Args{"c": V(Public("C"))}}, "a}bCd", ""},
		{"unknown id", Message{"x.gone", Args{"b": V(Public("2")), "a": V(Public("1"))}}, "x.gone (a=1, b=2)", ""},
		{"unknown id, bare", Message{ID: "x.gone"}, "x.gone", ""},
		{"nothing", Message{}, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := c.Title(tc.message); got != tc.title {
				t.Errorf("title %q, want %q", got, tc.title)
			}
			if got := c.Detail(tc.message); got != tc.detail {
				t.Errorf("detail %q, want %q", got, tc.detail)
			}
		})
	}
}

func TestPlaceholders(t *testing.T) {
	for _, tc := range []struct {
		template Template
		want     []Public
	}{
		{Template{Title: "plain"}, nil},
		{Template{Title: "{a} and {b}", Detail: "{c}"}, []Public{"a", "b", "c"}},
		{Template{Title: "{a"}, nil},
		{Template{Title: "a} then {b}"}, []Public{"b"}},
	} {
		if got := tc.template.Placeholders(); !slices.Equal(got, tc.want) {
			t.Errorf("%q uses %q, want %q", tc.template, got, tc.want)
		}
	}
}
