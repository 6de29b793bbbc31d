package probe

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// goenvParts are the lines of the GOENV file. They are read again, because the snapshot lacks what may be a secret. A file that
// cannot be read as lines is one part: go reads it in its own way.
func goenvParts(ex *Examination) []part {
	file := ex.Snapshot.GOENV
	if file.State == health.FileOff || file.State == health.FileMissing || file.Path == "" {
		return nil
	}
	whole := []part{{
		culprit: health.Culprit{Kind: health.CulpritGOENV, Name: "GOENV", Value: health.V(file.Path), Source: file.Source},
		class:   classEnvironment, rank: rankGo, keep: func(s *start) { s.goenvFile = string(file.Path) },
	}}
	data, err := ex.System.ReadFile(string(file.Path), maxFile)
	if err != nil {
		return whole
	}
	var out []part
	for _, line := range parseGOENV(string(data)) {
		if !slices.Contains(notParts, line.name) {
			out = append(out, linePart(ex.System.OS(), file.Path, line)...)
		}
	}
	return out
}

func linePart(system string, file health.Path, line goenvLine) []part {
	p := part{
		culprit: health.Culprit{
			Kind: health.CulpritGOENV, Name: health.Text(line.name), Value: cleanedValue(system, line.name, line.value),
			Source: health.Source{Kind: health.FromGOENV, Name: health.Public(line.name), File: file, Line: line.number},
		},
		class: classEnvironment, rank: rankGo, places: slices.Contains(cachePlaces, line.name),
	}
	if line.name != "GOFLAGS" {
		p.keep = func(s *start) {
			s.unmask(line.name)
			s.goenv = append(s.goenv, line)
		}
		return []part{p}
	}
	var out []part
	for _, flag := range splitFlags(line.value) {
		p.culprit.Value = health.Value{Class: health.ClassText, Text: health.CleanFlags(joinFlags([]string{flag}))}
		p.keep = func(s *start) {
			s.unmask("GOFLAGS")
			s.goenvFlags = append(s.goenvFlags, flag)
		}
		out = append(out, p)
	}
	return out
}

// goenvText is a GOENV file of the lines that were kept; empty if there are none.
func (s *start) goenvText() string {
	text := ""
	for _, line := range s.goenv {
		text += line.name + "=" + line.value + "\n"
	}
	if len(s.goenvFlags) > 0 {
		text += "GOFLAGS=" + joinFlags(s.goenvFlags) + "\n"
	}
	return text
}
