package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	mitText    = "Permission is hereby granted, free of charge, to any person obtaining\na copy of this software"
	bsd2Text   = "Redistribution and use in source and binary forms, with or without modification"
	bsd3Text   = bsd2Text + "\nNeither the name of the holder may be used to endorse or promote\n products derived from this software"
	apacheText = "Apache License\n   Version 2.0, January 2004"
)

func TestIdentify(t *testing.T) {
	for _, tc := range []struct {
		name  string
		texts map[string]string
		want  string
	}{
		{"MIT", map[string]string{"LICENSE": mitText}, "MIT"},
		{"two clauses", map[string]string{"License.txt": bsd2Text}, "BSD-2-Clause"},
		{"three clauses", map[string]string{"LICENSE": bsd3Text}, "BSD-3-Clause"},
		{"both", map[string]string{"LICENSE": bsd2Text + bsd3Text}, "BSD-2-Clause AND BSD-3-Clause"},
		{"two licences in two files", map[string]string{"LICENSE": mitText, "COPYING": apacheText}, "Apache-2.0 AND MIT"},
		{"copyleft", map[string]string{"LICENSE": "GNU General\nPublic License"}, "GPL"},
		{"a copyleft part", map[string]string{"LICENSE": mitText + " GNU LESSER GENERAL PUBLIC LICENSE"}, "GPL AND MIT"},
		{"a notice is no licence", map[string]string{"NOTICE": mitText}, ""},
		{"terms of its own", map[string]string{"LICENSE": "You may look at it."}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := identify(tc.texts); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestPermitted(t *testing.T) {
	for _, tc := range []struct {
		expression string
		want       bool
	}{
		{"MIT", true},
		{"Apache-2.0 AND MIT", true},
		{"(GPL-3.0 OR MIT)", true},
		{"MIT AND GPL-3.0", false},
		{"GPL-3.0 OR MIT AND AGPL-3.0", false},
		{"(MIT OR ISC) AND GPL-3.0", false},
		{"GPL", false},
		{"", false},
		{"SEE LICENSE IN LICENSE.txt", false},
		{"MPL-2.0", false},
	} {
		if got := permitted(tc.expression, forShipping); got != tc.want {
			t.Errorf("permitted(%q) = %v", tc.expression, got)
		}
	}
}

func TestIncompatible(t *testing.T) {
	for _, tc := range []struct {
		name       string
		ours, tool component
		fault      string
	}{
		{"all well", component{name: "a", licence: "MIT"}, component{name: "b", licence: "MPL-2.0"}, ""},
		{"only good for tools", component{name: "a", licence: "MPL-2.0"}, component{name: "b", licence: "MIT"}, "what we ship"},
		{"unknown", component{name: "a"}, component{name: "b", licence: "MIT"}, "licence unknown"},
		{"a tool under copyleft", component{name: "a", licence: "MIT"}, component{name: "b", licence: "AGPL-3.0"}, "for development"},
		{"an exception", component{name: "a", licence: "MIT"}, component{name: "@vscode/vsce-sign-linux-x64", licence: "SEE LICENSE IN LICENSE.txt"}, ""},
		{"an exception of others", component{name: "a", licence: "MIT"}, component{name: "b", licence: "SEE LICENSE IN LICENSE.txt"}, "for development"},
		{"an exception is not for shipping", component{name: "@vscode/vsce-sign", licence: "SEE LICENSE IN LICENSE.txt"}, component{name: "b", licence: "MIT"}, "what we ship"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := incompatible([]component{tc.ours}, []component{tc.tool})
			if tc.fault == "" && err != nil || tc.fault != "" && (err == nil || !strings.Contains(err.Error(), tc.fault)) {
				t.Errorf("error %v, want one with %q", err, tc.fault)
			}
		})
	}
}

func TestNPMPackages(t *testing.T) {
	file := write(t, t.TempDir(), "package-lock.json", `{"packages": {
		"": {"version": "1.0.0"},
		"node_modules/needed": {"version": "1.0.0", "license": "MIT", "integrity": "sha512-AAAA"},
		"node_modules/tool": {"version": "2.0.0", "license": "MIT", "dev": true, "hasInstallScript": true},
		"node_modules/tool/node_modules/@scope/part": {"version": "3.0.0", "license": "ISC", "dev": true}}}`, 0o644)
	names := func(development, runTime bool) string {
		list, err := npmPackages(file, development, runTime)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range list {
			out = append(out, c.id())
		}
		return strings.Join(out, ", ")
	}
	for _, tc := range []struct {
		development, runTime bool
		want                 string
	}{
		{false, true, "needed 1.0.0"}, {true, false, "@scope/part 3.0.0, tool 2.0.0"}, {true, true, "@scope/part 3.0.0, needed 1.0.0, tool 2.0.0"},
	} {
		if got := names(tc.development, tc.runTime); got != tc.want {
			t.Errorf("%+v: got %s", tc, got)
		}
	}
	if _, err := npmPackages(write(t, t.TempDir(), "package-lock.json", "{}", 0o644), true, true); err == nil {
		t.Error("a lock file without packages would make everything compatible")
	}
}

func TestLicenceTextsWantsAFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "README.md", mitText, 0o644)
	if _, err := licenceTexts(dir); err == nil {
		t.Error("a component without a licence would be passed on")
	}
	write(t, dir, "LICENSE.md", "words\r\n", 0o644)
	texts, err := licenceTexts(dir)
	if err != nil || len(texts) != 1 || texts["LICENSE.md"] != "words" {
		t.Errorf("got %q, %v", texts, err)
	}
}

func TestBOM(t *testing.T) {
	inside := []component{
		{kind: "golang", name: "go.yaml.in/yaml/v3", version: "v3.0.6", sum: "h1:abc=", licence: "Apache-2.0 AND MIT"},
		{kind: "npm", name: "@scope/part", version: "1.0.0", sum: "sha512-AAEC", licence: "MIT"},
	}
	m := manifest{Name: "govitals", Version: "1.2.3", License: "BSD-3-Clause"}
	got := newBOM(m, inside, "go1.26.8", epoch)
	var refs []string
	for _, c := range got.Components {
		refs = append(refs, c.Ref)
	}
	if want := "pkg:golang/std@1.26.8 pkg:golang/go.yaml.in/yaml/v3@v3.0.6 pkg:npm/%40scope/part@1.0.0"; strings.Join(refs, " ") != want {
		t.Errorf("components %s, want %s", refs, want)
	}
	if h := got.Components[2].Hashes; len(h) != 1 || h[0].Algorithm != "SHA-512" || h[0].Content != "000102" {
		t.Errorf("hashes of the npm package: %+v", h)
	}
	if len(got.Components[1].Hashes) > 0 || got.Components[1].Properties[0].Value != "h1:abc=" {
		t.Errorf("a module's sum is no hash of a file: %+v", got.Components[1])
	}
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(got.Serial) {
		t.Errorf("serial number %s", got.Serial)
	}
	if again := newBOM(m, inside, "go1.26.8", epoch); again.Serial != got.Serial {
		t.Error("the same contents have two serial numbers")
	}
	if other := newBOM(m, inside, "go1.26.9", epoch); other.Serial == got.Serial {
		t.Error("two Go releases have one serial number")
	}
	if got.Metadata.Timestamp != epoch.Format(time.RFC3339) || got.Dependencies[0].Ref != got.Metadata.Component.Ref {
		t.Errorf("metadata %+v, dependencies %+v", got.Metadata, got.Dependencies)
	}
}

// What the extension needs at run time is what the licences and the bill of materials are made from.
func TestShippedNPMPackagesOfThisCheckout(t *testing.T) {
	lock, err := readLock(filepath.Join("..", "..", "..", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct{ Dependencies map[string]string }
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	for name, version := range m.Dependencies {
		p := lock.Packages["node_modules/"+name]
		if p.Version != version || p.Dev || p.HasInstallScript {
			t.Errorf("%s %s: the lock file has %+v", name, version, p)
		}
	}
}
