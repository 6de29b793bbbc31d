package compare

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// canon writes what means the same on two machines alike: the home directory and the workspace folders by what they are, and, where
// names were replaced by tokens before, each token by its kind. What is shown to people are the values themselves.
type canon struct {
	system string
	places []place
	tokens bool
}

type place struct{ path, name string }

// token is one of the redaction's; two reports of two machines give the same number to different names.
var token = regexp.MustCompile(`<(user|host|module|package|path|name|home)(-\d+)?>`)

func newCanon(s *health.Snapshot, folders map[health.Path]string, tokens bool) canon {
	c := canon{system: string(s.System.OS), tokens: tokens}
	add := func(path, name string) {
		if path = health.Clean(c.system, path); len(path) > 1 && health.Dir(c.system, path) != path {
			c.places = append(c.places, place{path, name})
		}
	}
	for path, name := range folders {
		add(string(path), name)
	}
	add(string(s.System.Home), "~")
	add(string(s.System.Temp), "(temporary)")
	// The longest first: a folder lies below the home directory. Then by name, because a map has no order.
	slices.SortFunc(c.places, func(a, b place) int {
		return cmp.Or(len(b.path)-len(a.path), cmp.Compare(a.name, b.name))
	})
	return c
}

func (c canon) text(s string) string {
	for _, p := range c.places {
		s = replacePath(s, p.path, p.name)
	}
	if health.Windows(c.system) {
		s = strings.ReplaceAll(s, `\`, "/")
	}
	if c.tokens {
		s = token.ReplaceAllString(s, "<$1>")
	}
	return s
}

func (c canon) value(v health.Value) string {
	return c.text(string(health.Catalogue(nil).Value(v)))
}

// replacePath replaces a path where it stands as itself or before a longer one, and not as part of a word.
func replacePath(s, path, name string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, path)
		if i < 0 {
			return out.String() + s
		}
		end := i + len(path)
		if i > 0 && wordByte(s[i-1]) || end < len(s) && wordByte(s[end]) {
			out.WriteString(s[:end])
		} else {
			out.WriteString(s[:i] + name)
		}
		s = s[end:]
	}
}

func wordByte(b byte) bool {
	return b == '_' || b == '-' || b == '.' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z' || b >= 0x80
}

// pairs finds for each folder of A the one of B that plays its part: of the same path below the home directory, of the same module, of
// the same name, or the only one that is left.
func pairs(a, b *health.Snapshot, tokens bool) map[health.Path]health.Path {
	out := map[health.Path]health.Path{}
	left := slices.Clone(b.Folders)
	homeA, homeB := newCanon(a, nil, tokens), newCanon(b, nil, tokens)
	take := func(same func(f, g health.Folder) bool) {
		for _, f := range a.Folders {
			if _, done := out[f.Path]; done {
				continue
			}
			if i := slices.IndexFunc(left, func(g health.Folder) bool { return same(f, g) }); i >= 0 {
				out[f.Path] = left[i].Path
				left = slices.Delete(left, i, i+1)
			}
		}
	}
	take(func(f, g health.Folder) bool { return homeA.text(string(f.Path)) == homeB.text(string(g.Path)) })
	take(func(f, g health.Folder) bool {
		m := module(f)
		return m != "" && m == module(g) && !(tokens && strings.Contains(string(m), "<"))
	})
	take(func(f, g health.Folder) bool {
		return health.Base(homeA.system, string(f.Path)) == health.Base(homeB.system, string(g.Path))
	})
	if len(left) == 1 && len(out) == len(a.Folders)-1 {
		take(func(health.Folder, health.Folder) bool { return true })
	}
	return out
}

// module is the path of a folder's first module.
func module(f health.Folder) health.Module {
	if len(f.Modules) == 0 {
		return ""
	}
	return f.Modules[0].Path
}
