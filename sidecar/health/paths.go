package health

import (
	"path"
	"strings"
)

// Windows reports that a GOOS value names Windows: the only system here with drive letters and two separators.
func Windows(system string) bool { return system == "windows" }

// SplitList splits a PATH-like list as the named system does. Empty entries are kept: on Unix they mean the
// current directory, which is a finding of its own.
func SplitList(system, list string) []string {
	if list == "" {
		return nil
	}
	if !Windows(system) {
		return strings.Split(list, ":")
	}
	var out []string
	var item strings.Builder
	quoted := false
	for _, r := range list {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted:
			out = append(out, item.String())
			item.Reset()
		default:
			item.WriteRune(r)
		}
	}
	return append(out, item.String())
}

// ListSeparator joins PATH-like lists.
func ListSeparator(system string) string {
	if Windows(system) {
		return ";"
	}
	return ":"
}

// IsAbs reports an absolute path of the named system.
func IsAbs(system, p string) bool {
	if !Windows(system) {
		return strings.HasPrefix(p, "/")
	}
	p = strings.ReplaceAll(p, `\`, "/")
	return strings.HasPrefix(p, "//") || len(p) >= 3 && p[1] == ':' && p[2] == '/' && letter(p[0])
}

func letter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// Clean tidies a path of the named system, with its separator and, on Windows, an upper-case drive letter.
func Clean(system, p string) string {
	if p == "" {
		return ""
	}
	if !Windows(system) {
		return path.Clean(p)
	}
	p = strings.ReplaceAll(p, `\`, "/")
	volume := ""
	switch {
	case strings.HasPrefix(p, "//"):
		parts := strings.SplitN(p[2:], "/", 3)
		volume = "//" + strings.Join(parts[:min(2, len(parts))], "/")
		if p = path.Clean("/" + strings.TrimPrefix(p, volume)); p == "/" {
			p = "" // a share is one place, with a separator behind it or without
		}
	case len(p) >= 2 && p[1] == ':' && letter(p[0]):
		volume, p = strings.ToUpper(p[:1])+":", p[2:]
	}
	if p == "" {
		return strings.ReplaceAll(volume, "/", `\`)
	}
	return strings.ReplaceAll(volume+path.Clean(p), "/", `\`)
}

// Join joins path elements of the named system.
func Join(system string, elements ...string) string {
	var kept []string
	for _, e := range elements {
		if e != "" {
			kept = append(kept, e)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return Clean(system, strings.Join(kept, "/"))
}

// Dir is the parent of a path of the named system.
func Dir(system, p string) string {
	p = Clean(system, p)
	slashed := strings.ReplaceAll(p, `\`, "/")
	if !Windows(system) {
		slashed = p
	}
	i := strings.LastIndexByte(slashed, '/')
	switch {
	case i < 0:
		return "."
	case i == 0:
		return p[:1]
	case Windows(system) && i == 2 && p[1] == ':':
		return p[:3]
	case Windows(system) && strings.HasPrefix(slashed, "//") && strings.Count(slashed, "/") <= 3:
		return p // a share is its own parent
	}
	return p[:i]
}

// Base is the last element of a path of the named system.
func Base(system, p string) string {
	p = Clean(system, p)
	if Windows(system) {
		p = strings.ReplaceAll(p, `\`, "/")
	}
	return path.Base(p)
}

// Same reports that two paths are spelt the same for the named system: Windows and macOS ignore case.
func Same(system, a, b string) bool {
	a, b = Clean(system, a), Clean(system, b)
	if Windows(system) || system == "darwin" {
		return strings.EqualFold(a, b)
	}
	return a == b
}

// Within reports that p is dir or lies below it.
func Within(system, p, dir string) bool {
	p, dir = Clean(system, p), Clean(system, dir)
	if dir == "" || p == "" {
		return false
	}
	separator := "/"
	if Windows(system) {
		separator = `\`
	}
	if Windows(system) || system == "darwin" {
		p, dir = strings.ToLower(p), strings.ToLower(dir)
	}
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, separator)+separator)
}
