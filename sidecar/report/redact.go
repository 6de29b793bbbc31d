package report

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Redact returns a deep copy of a report for other people's eyes: what names a person, a company or its machines is
// replaced by tokens such as <user-1>, the same value always by the same token, so that the copy still makes sense
// and can still be replayed. It goes by the privacy class of each string's type; words of programs have all known
// names replaced, and what looks like one. Secrets need no care here: they never enter a snapshot.
func Redact(r health.Report) health.Report {
	return learn(r).report(r)
}

// report redacts a report with the names that are known.
func (k *names) report(r health.Report) health.Report {
	out := k.value(reflect.ValueOf(r)).Interface().(health.Report)
	// Ids are made of subjects, so a consequence must name its cause by the new id.
	renamed := map[health.FindingID]health.FindingID{}
	for i, f := range r.Findings {
		renamed[f.ID()] = out.Findings[i].ID()
	}
	for i, f := range r.Findings {
		if f.Because != "" {
			out.Findings[i].Because = renamed[f.Because]
		}
	}
	return out
}

// learn collects the names that a report knows, the snapshot's first, so that a token means the same in two reports of
// one machine as long as their snapshots are alike. also is what else will be redacted with them.
func learn(r health.Report, also ...any) *names {
	system := ""
	if r.Snapshot != nil {
		system = string(r.Snapshot.System.OS)
	}
	k := newNames(system)
	if s := r.Snapshot; s != nil {
		k.patterns = privatePatterns(s)
		k.learnMachine(s)
		k.learnOwn(s)
		k.collect(reflect.ValueOf(s))
	}
	k.collect(reflect.ValueOf(r))
	for _, v := range also {
		k.collect(reflect.ValueOf(v))
	}
	k.ready()
	return k
}

// collect walks a value and learns from every classed string.
func (k *names) collect(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			k.collect(v.Elem())
		}
	case reflect.Struct:
		if value, ok := v.Interface().(health.Value); ok {
			for _, text := range append(slices.Clone(value.Items), value.Text) {
				k.meet(value.Class, text, false)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type() == reflect.TypeFor[health.Answer]() && v.Type().Field(i).Name == "Symbol" {
				k.meet(health.ClassModule, v.Field(i).String(), false)
				continue
			}
			k.collect(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			k.collect(v.Index(i))
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			k.collect(v.MapIndex(key))
		}
	case reflect.String:
		class := classOf(v)
		k.meet(class, v.String(), true)
		if class == health.ClassPath {
			k.paths[v.String()] = true
		}
	}
}

// value returns a deep copy in which every classed string is redacted.
func (k *names) value(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(k.value(v.Elem()))
		return out
	case reflect.Struct:
		if value, ok := v.Interface().(health.Value); ok {
			return reflect.ValueOf(k.classed(value))
		}
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(k.value(v.Field(i)))
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(k.value(v.Index(i)))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, k.value(v.MapIndex(key)))
		}
		return out
	case reflect.String:
		out := reflect.New(v.Type()).Elem()
		if data, ok := v.Interface().(health.Data); ok {
			out.SetString(string(k.data(data)))
		} else {
			out.SetString(k.replace(classOf(v), v.String()))
		}
		return out
	}
	return v
}

func (k *names) classed(v health.Value) health.Value {
	out := health.Value{Class: v.Class, Text: k.replace(v.Class, v.Text)}
	for _, item := range v.Items {
		out.Items = append(out.Items, k.replace(v.Class, item))
	}
	return out
}

// data redacts the value of a setting and keeps it JSON.
func (k *names) data(d health.Data) health.Data {
	out := health.Data(k.text(string(d)))
	if d != "" && !json.Valid([]byte(out)) {
		return `"` + hiddenValue + `"`
	}
	return out
}

// replace redacts a string by its class. A class that nobody knows is treated as free text: the careful choice.
func (k *names) replace(class health.Class, s string) string {
	switch {
	case s == "":
		return ""
	case class == health.ClassPublic, class == health.ClassMessage:
		return s
	case class == health.ClassUser:
		return k.user(s)
	case class == health.ClassHost:
		return eachOf(s, ",", k.host)
	case class == health.ClassModule:
		return eachOf(s, ",", k.module)
	case class == health.ClassURL:
		return eachOf(s, ",|", k.urlOrHost)
	}
	return k.text(s)
}

// classOf is the class of a string type; a plain string counts as free text.
func classOf(v reflect.Value) health.Class {
	if c, ok := v.Interface().(interface{ Class() health.Class }); ok {
		return c.Class()
	}
	return health.ClassText
}

// eachOf redacts the items of a list, as GOPRIVATE, NO_PROXY and GOPROXY are, and keeps its separators.
func eachOf(list, separators string, redact func(string) string) string {
	var out strings.Builder
	for list != "" {
		item, separator := list, ""
		if i := strings.IndexAny(list, separators); i >= 0 {
			item, separator = list[:i], list[i:i+1]
		}
		list = list[len(item)+len(separator):]
		if trimmed := strings.TrimSpace(item); trimmed != "" {
			item = strings.Replace(item, trimmed, redact(trimmed), 1)
		}
		out.WriteString(item + separator)
	}
	return out.String()
}

func sortedKeys(m reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(m.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
}
