package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile are the names under which licences and the notices that must go with them are found.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|thirdpartynotices)(\.(txt|md))?$`)

// licenceTexts are the texts of a component's folder, by file name. One without any is an error: it may not be passed on.
func licenceTexts(dir string) (map[string]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		out[entry.Name()] = strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n"))
	}
	if len(out) == 0 {
		return nil, errors.New("no licence file")
	}
	return out, nil
}

// prints are sentences that only one licence has, in its own words but for spaces.
var prints = []struct{ id, sentence string }{
	{"Apache-2.0", "apache license, version 2.0"},
	{"Apache-2.0", "apache license version 2.0, january 2004"},
	{"BSD-3-Clause", "to endorse or promote products derived from"},
	{"GPL", "gnu general public license"},
	{"GPL", "gnu affero general public license"},
	{"GPL", "gnu lesser general public license"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy of"},
	{"MPL-2.0", "mozilla public license version 2.0"},
}

// identify names the licences of a component as an SPDX expression. What it does not know is empty, which nothing allows.
func identify(texts map[string]string) string {
	var found []string
	for name, text := range texts {
		if !regexp.MustCompile(`(?i)^(licen|copying)`).MatchString(name) {
			continue
		}
		flat := strings.Join(strings.Fields(strings.ToLower(text)), " ")
		for _, p := range prints {
			if strings.Contains(flat, p.sentence) {
				found = append(found, p.id)
			}
		}
		// Its two clauses are in the other's three: what counts is whether there is a grant without the third.
		grants := strings.Count(flat, "redistribution and use in source and binary forms")
		if grants > strings.Count(flat, "to endorse or promote products derived from") {
			found = append(found, "BSD-2-Clause")
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " AND ")
}

// forShipping may go into a package under our own BSD licence: they ask for their text and nothing else.
var forShipping = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}

// forDevelopment may be used to build and test, which passes nothing on.
var forDevelopment = append([]string{"Artistic-2.0", "BlueOak-1.0.0", "CC-BY-3.0", "CC0-1.0", "MPL-2.0", "PSF-2.0", "Python-2.0", "WTFPL"}, forShipping...)

// exceptions have no SPDX licence in the lock file. By name, or by the beginning of one that ends with *.
var exceptions = []struct{ name, licence, why string }{
	{"@vscode/vsce-sign*", "SEE LICENSE IN LICENSE.txt", "Microsoft's own terms; an optional part of vsce that signs for a marketplace. We never run it and pass nothing of it on"},
	{"httpolyglot", "", "a part of code-server, in which the tests run the extension; its package.json names MIT in a form that the lock file does not know"},
}

// permitted says whether an SPDX expression leaves us a choice among the allowed licences. AND binds stronger than OR; brackets
// within an expression are not understood and therefore not permitted.
func permitted(expression string, list []string) bool {
	if strings.HasPrefix(expression, "(") && strings.HasSuffix(expression, ")") {
		expression = expression[1 : len(expression)-1]
	}
	for _, choice := range strings.Split(expression, " OR ") {
		all := true
		for _, one := range strings.Split(choice, " AND ") {
			all = all && slices.Contains(list, strings.TrimSpace(one))
		}
		if all {
			return true
		}
	}
	return false
}

// exception is the reason why a component of development is used without a licence that the lists have.
func exception(c component) string {
	for _, e := range exceptions {
		begin, any := strings.CutSuffix(e.name, "*")
		if e.licence == c.licence && (c.name == e.name || any && strings.HasPrefix(c.name, begin)) {
			return e.why
		}
	}
	return ""
}

// incompatible are the components that may not be used as they are.
func incompatible(shipped, development []component) error {
	var problems []error
	say := func(c component, what string) {
		licence := c.licence
		if licence == "" {
			licence = "unknown"
		}
		problems = append(problems, fmt.Errorf("%s (%s) has the licence %s, which is not among those for %s", c.id(), c.kind, licence, what))
	}
	for _, c := range shipped {
		if !permitted(c.licence, forShipping) {
			say(c, "what we ship")
		}
	}
	for _, c := range development {
		if !permitted(c.licence, forDevelopment) && exception(c) == "" {
			say(c, "development")
		}
	}
	return errors.Join(problems...)
}
