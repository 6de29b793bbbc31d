package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// The parts of CycloneDX 1.6 (ECMA-424) that a list of libraries needs.
type bom struct {
	Format       string          `json:"bomFormat"`
	SpecVersion  string          `json:"specVersion"`
	Serial       string          `json:"serialNumber"`
	Version      int             `json:"version"`
	Metadata     bomMetadata     `json:"metadata"`
	Components   []bomComponent  `json:"components"`
	Dependencies []bomDependency `json:"dependencies"`
}

type bomMetadata struct {
	Timestamp string       `json:"timestamp"`
	Component bomComponent `json:"component"`
}

type bomComponent struct {
	Type       string        `json:"type"`
	Ref        string        `json:"bom-ref"`
	Name       string        `json:"name"`
	Version    string        `json:"version"`
	Licenses   []bomLicence  `json:"licenses,omitempty"`
	Hashes     []bomHash     `json:"hashes,omitempty"`
	Purl       string        `json:"purl,omitempty"`
	Properties []bomProperty `json:"properties,omitempty"`
}

type bomLicence struct {
	Expression string `json:"expression"`
}

type bomHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type bomProperty struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type bomDependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// writeSBOM lists what is inside the sidecars, by the linker's own record, and inside the extension, by the lock file. What the
// linker recorded must be what docs/licences.md was made from, or the licences of something in there were never looked at.
func writeSBOM(out string, sidecars []string, at time.Time) error {
	m, err := readManifest()
	if err != nil {
		return err
	}
	inside, goVersion, err := recorded(sidecars)
	if err != nil {
		return err
	}
	known, err := shipped()
	if err != nil {
		return err
	}
	for i, c := range inside {
		at := slices.IndexFunc(known, func(k component) bool { return k.kind == c.kind && k.id() == c.id() })
		if at < 0 {
			return fmt.Errorf("a sidecar holds %s, which go list does not name", c.id())
		}
		inside[i].licence = known[at].licence
	}
	for _, c := range known {
		if c.kind == "npm" {
			inside = append(inside, c)
		}
	}
	data, err := json.MarshalIndent(newBOM(m, inside, goVersion, at), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(data, '\n'), 0o644)
}

func newBOM(m manifest, inside []component, goVersion string, at time.Time) bom {
	self := bomComponent{Type: "application", Ref: "pkg:generic/govitals@" + m.Version, Name: m.Name, Version: m.Version,
		Licenses: []bomLicence{{m.License}}, Purl: "pkg:generic/govitals@" + m.Version}
	std := strings.TrimPrefix(goVersion, "go")
	list := []bomComponent{{Type: "library", Ref: "pkg:golang/std@" + std, Name: "std", Version: std,
		Licenses: []bomLicence{{"BSD-3-Clause"}}, Purl: "pkg:golang/std@" + std}}
	for _, c := range inside {
		list = append(list, newBOMComponent(c))
	}
	all := bomDependency{Ref: self.Ref}
	identity := sha256.New()
	for _, c := range list {
		all.DependsOn = append(all.DependsOn, c.Ref)
		fmt.Fprintln(identity, c.Ref, c.Hashes, c.Properties)
	}
	fmt.Fprintln(identity, self.Ref, at.Unix())
	// The same contents have the same number: a UUID of version 8 (RFC 9562), which leaves its bits to us.
	id := identity.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	return bom{Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Serial:   fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]),
		Metadata: bomMetadata{at.Format(time.RFC3339), self}, Components: list, Dependencies: []bomDependency{all}}
}

func newBOMComponent(c component) bomComponent {
	purl := "pkg:" + c.kind + "/" + purlName(c.name) + "@" + url.PathEscape(c.version)
	out := bomComponent{Type: "library", Ref: purl, Name: c.name, Version: c.version, Licenses: []bomLicence{{c.licence}}, Purl: purl}
	if digest, ok := strings.CutPrefix(c.sum, "sha512-"); ok {
		if raw, err := base64.StdEncoding.DecodeString(digest); err == nil {
			out.Hashes = []bomHash{{"SHA-512", hex.EncodeToString(raw)}}
		}
	} else if c.sum != "" {
		// A hash over the hashes of a module's files: of no file that one could have, so it is not given as a hash.
		out.Properties = []bomProperty{{"go.sum", c.sum}}
	}
	return out
}

// purlName escapes the parts of a name, not what parts them.
func purlName(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), "@", "%40")
	}
	return strings.Join(parts, "/")
}
