package main

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/govitals/govitals/sidecar/compare"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/sidecar/triage"
)

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// schemas writes the published JSON Schemas. They describe and do not forbid: fields are added over time.
func schemas(w *words, files map[string][]byte) error {
	for _, s := range []struct {
		file, title string
		root        any
	}{
		{"docs/report.schema.json", "What govitals check --format json prints", report.Document{}},
		{"docs/probe.schema.json", "What govitals probe --format json prints", report.LadderDocument{}},
		{"docs/tree.schema.json", "What govitals tree --format json prints", report.TreeDocument{}},
		{"docs/isolate.schema.json", "What govitals isolate --format json prints", report.IsolationDocument{}},
		{"docs/fix.schema.json", "What govitals fix --format json prints", doctor.FixDocument{}},
		{"docs/undo.schema.json", "What govitals undo --format json prints", doctor.UndoDocument{}},
		{"docs/undo-list.schema.json", "What govitals undo --list --format json prints", doctor.UndoListDocument{}},
		{"docs/history.schema.json", "What govitals history --format json prints", report.HistoryDocument{}},
		{"docs/diff.schema.json", "What govitals diff --format json prints", compare.Document{}},
		{"docs/triage.schema.json", "What govitals triage --format json prints", triage.Summary{}},
		{"docs/triage-row.schema.json", "A line of what govitals triage --format jsonl prints", triage.Row{}},
	} {
		g := &schemer{words: w, done: map[string]bool{}}
		root := reflect.TypeOf(s.root)
		g.reach(root)
		var defs object
		for i := 0; i < len(g.queue); i++ {
			defs = append(defs, member{definition(g.queue[i]), g.define(g.queue[i])})
		}
		text, err := json.MarshalIndent(object{
			{"$schema", "https://json-schema.org/draft/2020-12/schema"},
			{"$id", "https://github.com/govitals/govitals/blob/main/" + s.file},
			{"title", s.title},
			{"$ref", "#/$defs/" + definition(root)},
			{"$defs", defs},
		}, "", "  ")
		if err != nil {
			return err
		}
		files[s.file] = append(text, '\n')
	}
	return nil
}

type schemer struct {
	words *words
	done  map[string]bool
	queue []reflect.Type
}

// definition names a type within $defs: those of the snapshot stand apart from those of the document.
func definition(t reflect.Type) string {
	if ofSnapshot(t) && t.Kind() == reflect.Struct && t != reflect.TypeFor[health.Snapshot]() {
		return "Snapshot" + t.Name()
	}
	return t.Name()
}

func ofSnapshot(t reflect.Type) bool { return strings.HasSuffix(t.PkgPath(), "/health") }

func (g *schemer) reach(t reflect.Type) object {
	name := definition(t)
	if !g.done[name] {
		g.done[name] = true
		g.queue = append(g.queue, t)
	}
	return object{{"$ref", "#/$defs/" + name}}
}

func (g *schemer) define(t reflect.Type) object {
	var out object
	if doc := g.words.doc(t); doc != "" {
		out = append(out, member{"description", doc})
	}
	if values, ok := g.words.enumeration(t); ok {
		return append(out, member{"type", "string"}, member{"enum", values})
	}
	required := []string{}
	properties := object{}
	for _, f := range jsonFields(t) {
		if !f.Optional {
			required = append(required, f.Name)
		}
		s := g.schema(f.Go.Type, ofSnapshot(t))
		if doc := g.words.field(t, f.Go.Name); doc != "" {
			s = append(object{{"description", doc}}, s...)
		}
		properties = append(properties, member{f.Name, s})
	}
	return append(out, member{"type", "object"}, member{"required", required}, member{"properties", properties})
}

// schema describes a field's type. In a snapshot, what was not seen is empty: an array may be null there and an
// enumeration the empty string. In the document neither happens.
func (g *schemer) schema(t reflect.Type, snapshot bool) object {
	if t == reflect.TypeFor[health.Data]() || t == reflect.TypeFor[json.RawMessage]() {
		return object{} // any JSON value
	}
	switch t.Kind() {
	case reflect.Pointer:
		return object{{"anyOf", []object{g.schema(t.Elem(), snapshot), {{"type", "null"}}}}}
	case reflect.Slice:
		var kind any = "array"
		if snapshot {
			kind = []string{"array", "null"}
		}
		return object{{"type", kind}, {"items", g.schema(t.Elem(), snapshot)}}
	case reflect.Map:
		return object{{"type", "object"}, {"additionalProperties", g.schema(t.Elem(), snapshot)}}
	case reflect.Struct:
		return g.reach(t)
	case reflect.String:
		if _, ok := g.words.enumeration(t); ok && !snapshot {
			return g.reach(t)
		}
		return object{{"type", "string"}}
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Float32, reflect.Float64:
		return object{{"type", "number"}}
	}
	return object{{"type", "integer"}}
}
