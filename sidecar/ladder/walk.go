package ladder

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// candidates lists the directories with Go files, in the order in which they are tried: that of the active file, those that
// look like commands, the others. The walk is broad and bounded, and stays out of what the go command stays out of: vendor,
// testdata, names that begin with "." or "_", modules of their own.
func (g Ground) candidates() []string {
	var commands, others []string
	left := maxWalk
	for _, root := range g.Dirs {
		queue := []string{root}
		for len(queue) > 0 && left > 0 {
			dir := queue[0]
			queue = queue[1:]
			entries, err := os.ReadDir(dir)
			if err != nil || dir != root && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "go.mod" }) {
				continue
			}
			left -= len(entries)
			holds, command := false, false
			for _, e := range entries {
				switch name := e.Name(); {
				case e.IsDir():
					if !skipped(name) {
						queue = append(queue, filepath.Join(dir, name))
					}
				case strings.HasSuffix(name, ".go"):
					holds = true
					command = command || name == "main.go"
				}
			}
			switch {
			case command:
				commands = append(commands, dir)
			case holds:
				others = append(others, dir)
			}
		}
	}
	all := append(commands, others...)
	if active := filepath.Dir(g.ActiveFile); g.ActiveFile != "" && slices.Contains(all, active) {
		all = slices.Insert(slices.DeleteFunc(all, func(dir string) bool { return dir == active }), 0, active)
	}
	return all
}

func skipped(name string) bool {
	return name == "vendor" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
