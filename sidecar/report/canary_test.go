package report

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// canaries are names that a shared report must not hold, in any face and any field.
var canaries = []string{"zoraida", "difference-engine", "hush", "vault", "babbage", "analytical"}

// canaryText holds each of them as programs write them.
const canaryText = `open HOMEPATHsrc/app/x.go: user zoraida on difference-engine: git.hush.example/vault/app@v1.0.0: ` +
	`Get "https://zoraida@goproxy.hush.example/vault/@v/list": lookup goproxy.hush.example: babbage@hush.example`

var canaryOf = map[health.Class]string{
	health.ClassPath: "HOMEPATHsrc/app", health.ClassUser: "zoraida", health.ClassHost: "difference-engine.hush.example",
	health.ClassURL: "https://goproxy.hush.example/analytical,direct", health.ClassModule: "git.hush.example/vault/app",
	health.ClassText: canaryText, health.ClassPublic: "v1.2.3", health.ClassMessage: "say.unknown",
}

// plant fills every field of a value: strings by their class, one element in each list and map.
func plant(v reflect.Value, home string) {
	canary := func(c health.Class) string { return strings.ReplaceAll(canaryOf[c], "HOMEPATH", home) }
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		plant(v.Elem(), home)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[health.Value]() {
			v.Set(reflect.ValueOf(health.Value{Class: health.ClassText, Text: canary(health.ClassText)}))
			return
		}
		for i := range v.NumField() {
			plant(v.Field(i), home)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		plant(v.Index(0), home)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for class := range canaryOf {
			v.SetMapIndex(reflect.ValueOf(health.Public(class)), reflect.ValueOf(health.Value{Class: class, Text: canary(class), Items: []string{canary(class)}}))
		}
	case reflect.String:
		v.SetString(canary(classOf(v)))
		if v.Type() == reflect.TypeFor[health.Data]() {
			v.SetString(string(health.DataOf(map[string]any{canary(health.ClassUser): canary(health.ClassText)})))
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	}
}

// planted is a report with a canary in every field.
func planted(system, home string) health.Report {
	var r health.Report
	plant(reflect.ValueOf(&r).Elem(), home)
	s := r.Snapshot
	s.System.OS, s.System.Home = health.Public(system), health.Path(strings.TrimRight(home, `/\`))
	r.Findings[0].Severity, r.Badge = health.Error, health.BadgeError
	second := r.Findings[0]
	second.Check, second.Because = "consequence", r.Findings[0].ID()
	r.Findings = append(r.Findings, second)
	for _, state := range []health.CheckState{health.StateInconclusive, health.StateSkipped, health.StateFinding} {
		r.Checks = append(r.Checks, health.CheckResult{ID: "c", Severity: health.Error, State: state, Reason: r.Checks[0].Reason})
	}
	return r
}

func TestNoCanaryLeavesInAnyFace(t *testing.T) {
	for system, home := range map[string]string{"linux": "/home/zoraida/", "darwin": "/Users/zoraida/", "windows": `C:\Users\zoraida\`} {
		r := planted(system, home)
		words := Words{Catalogue: health.Catalogue{"say.unknown": {Title: "{text} {path} {module} {user} {host} {url}"}}}
		share, full := Build(r, words, PrivacyShare), Build(r, words, PrivacyFull)
		faces := map[string]func(Document) (string, error){
			"colours": func(d Document) (string, error) { return Text(d, TextOptions{Colour: true, Width: 80}), nil },
			"ladder": func(d Document) (string, error) {
				return LadderText(LadderDocument{Ladders: d.Ladders}, TextOptions{}), nil
			},
			"ladder as JSON": func(d Document) (string, error) { return JSON(LadderDocument{Ladders: d.Ladders}) },
		}
		for _, format := range Formats {
			faces[format] = func(d Document) (string, error) { return Render(d, format) }
		}
		for name, face := range faces {
			t.Run(fmt.Sprintf("%s/%s", system, name), func(t *testing.T) {
				text, err := face(share)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range canaries {
					if i := strings.Index(strings.ToLower(text), c); i >= 0 {
						t.Errorf("%q got out: …%s…", c, text[max(0, i-120):min(len(text), i+80)])
					}
				}
				text, err = face(full)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(text, "zoraida") {
					t.Error("the full face shows no canary, so this test proves nothing")
				}
			})
		}
	}
}

// A shared snapshot must still be one that checks can judge: paths absolute, the folder still within the home.
func TestSharedPathsKeepTheirMeaning(t *testing.T) {
	for system, home := range map[string]string{"linux": "/home/zoraida", "darwin": "/Users/zoraida", "windows": `C:\Users\zoraida`} {
		s := &health.Snapshot{System: health.System{OS: health.Public(system), User: "zoraida", Home: health.Path(home)}}
		for _, below := range []string{"src", "src/app", "zoraida"} {
			s.Folders = append(s.Folders, health.Folder{Path: health.Path(health.Join(system, home, below))})
		}
		out := Redact(health.Report{Snapshot: s}).Snapshot
		for _, f := range out.Folders {
			if !health.IsAbs(system, string(f.Path)) || !health.Within(system, string(f.Path), string(out.System.Home)) {
				t.Errorf("%s: %s is not within %s", system, f.Path, out.System.Home)
			}
		}
		if !health.Within(system, string(out.Folders[1].Path), string(out.Folders[0].Path)) {
			t.Errorf("%s: %s is not within %s", system, out.Folders[1].Path, out.Folders[0].Path)
		}
	}
}
