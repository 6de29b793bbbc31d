package report

import (
	"reflect"

	"github.com/govitals/govitals/sidecar/health"
)

// hostileText is what somebody may put into a file's name, a setting, or a report that is replayed.
const hostileText = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script></style></title></details></td></svg><!-- -->`` ` ```\n" +
	"::error file=x::pwned\n##[error]pwned\n## head\n- [x](javascript:alert(3)) ![y](https://evil.example/z.png) www.evil.example @everyone #1 $x$ a|b|c\n" +
	"::stop-commands::x \x1b[2J\x1b]0;title\x07\u009b31m\u202egnp.exe\u2028\r\x00]]> %0A::error::x &lt;b&gt; ${{secrets}} {{7}} javascript:alert(4)"

// poison puts a text into every string that can be reached, also those of closed lists: a replayed report can hold anything. Of
// maps each key is kept and one with the text is added.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		poison(v.Elem(), text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i), text)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		poison(key, text)
		poison(value, text)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString(text)
		if v.Type() == reflect.TypeFor[health.Data]() {
			v.SetString(string(health.DataOf(map[string]string{text: text})))
		}
	case reflect.Int, reflect.Int64, reflect.Float64:
		if v.CanInt() {
			v.SetInt(1)
		} else {
			v.SetFloat(1)
		}
	case reflect.Bool:
		v.SetBool(true)
	}
}

// poisoned are documents with a text in every string: of the snapshot that they are built from, and of their own; with the words
// of closed lists as they should be, so that every part of a face is drawn, and with the text there too.
func poisoned(text string) map[string]Document {
	var every health.Report
	poison(reflect.ValueOf(&every).Elem(), text)
	every.Findings[0].Known = false
	words := Words{Catalogue: health.Catalogue{health.MessageID(text): {Title: health.Public(text), Detail: health.Public(text)}}}
	open := planted("linux", "/home/zoraida/")
	poisonOpen(reflect.ValueOf(&open).Elem(), text)
	settle(&open)
	var own Document
	poison(reflect.ValueOf(&own).Elem(), text)
	own.Findings[0].Known, own.Findings[0].Because = false, ""
	out := map[string]Document{
		"every string": Build(every, words, PrivacyFull), "every string, shared": Build(every, words, PrivacyShare),
		"open strings": Build(open, words, PrivacyFull), "the document": own,
	}
	for name, d := range out {
		if len(d.Findings) == 0 || len(d.Ladders) == 0 || len(d.Environment) == 0 && name == "the document" {
			panic(name + " shows nothing")
		}
	}
	return out
}

// poisonOpen puts a text into strings of the open classes alone: paths, names, texts, values.
func poisonOpen(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poisonOpen(v.Elem(), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poisonOpen(v.Field(i), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poisonOpen(v.Index(i), text)
		}
	case reflect.Map:
		poison(v, text)
	case reflect.String:
		switch v.Interface().(type) {
		case health.Public, health.Path, health.User, health.Host, health.URL, health.Module, health.Text, health.Data, string:
			poison(v, text)
		}
	}
}

// settle gives the words of closed lists that a face must know to draw its parts.
func settle(r *health.Report) {
	r.Badge = health.BadgeError
	for i := range r.Findings {
		r.Findings[i].Severity = health.Warning
	}
	s := r.Snapshot
	s.Ladders[0].Rungs[0].State, s.Ladders[0].Rungs[0].FailedStage = health.RungFails, health.StageQuestion
	s.Processes.Host, s.Processes.List[0].Role, s.Processes.List[0].State = 1, health.RoleGopls, health.ProcessTranslated
	begun, ended := s.Life.Events[0], s.Life.Events[0]
	begun.At, begun.Kind, ended.At, ended.Kind = "2026-01-02T03:04:05Z", health.EventStarted, "2026-01-02T03:05:05Z", health.EventCrashed
	s.Life.Events = append(s.Life.Events, begun, ended)
	s.LoginShell.State = health.ShellOK
}
