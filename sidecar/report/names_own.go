package report

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// ownModule is a module of the workspace and its directory.
type ownModule struct{ path, dir string }

func (k *names) learnOwn(s *health.Snapshot) {
	for _, f := range s.Folders {
		for _, m := range f.Modules {
			if m.Path != "" && m.Dir != "" {
				k.own = append(k.own, ownModule{string(m.Path), string(m.Dir)})
			}
		}
	}
}

// showOwn finds the directories below modules of the workspace that the report shows in its paths. A package there keeps its name
// below the module's token: it is told already, and checks hold the import path against the directory, which a token for all of
// it would make impossible.
func (k *names) showOwn() {
	for _, m := range k.own {
		if !k.modules[m.path] {
			continue
		}
		token := k.moduleToken(m.path)
		for path := range k.paths {
			rest, below := strings.CutPrefix(path, m.dir)
			if !below || rest == "" || rest[0] != '/' && rest[0] != '\\' {
				continue
			}
			rest = strings.ReplaceAll(rest, `\`, "/")
			for rest != "" {
				k.shown[token+rest] = m.dir
				rest = rest[:strings.LastIndexByte(rest, '/')]
			}
		}
	}
}
