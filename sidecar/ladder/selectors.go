package ladder

import (
	"path/filepath"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// selectors takes uses of imported packages: fmt.Println.
func (c *chooser) selectors(f *found, s *source, u uses) {
	byName := map[string]imported{}
	for _, i := range s.imports() {
		for _, name := range i.names() {
			if _, taken := byName[name]; !taken {
				byName[name] = i
			}
		}
	}
	for _, sel := range u.selectors {
		i, ok := byName[sel.pkg.Name]
		if _, ours := f.declares[sel.pkg.Name]; !ok || ours { // a variable of the package, whose name was taken for an import's
			continue
		}
		kind, dir := c.locate(i.path)
		if kind == "" || f.targets[kind].verified && !c.worthMore(f, dir) {
			continue
		}
		t := target{src: s, Target: Target{
			Kind: kind, Symbol: i.path + "." + sel.name.Name, Name: sel.name.Name, File: s.path, Offset: s.offset(sel.name.Pos()),
		}}
		if dir == "" {
			f.offer(t)
			continue
		}
		in := c.declaredIn(dir)
		d, declared := in.names[sel.name.Name]
		switch {
		case in.name == "" && kind != health.TargetSameModule && isDir(dir):
			t.verified = true // somebody emptied the directory, which is worth a question
			f.offer(t)
		case declared && (i.alias != "" || in.name == sel.pkg.Name):
			t.verified, t.IsType = true, d.isType
			f.offer(t)
			if !sel.inLiteral {
				f.completes(t)
			}
		} // what is not declared is perhaps a mistake in the user's code, which is not what is examined
	}
}

// maxMore bounds the packages that are parsed only for want of a type or a completion, each of which takes some milliseconds.
const maxMore = 3

// worthMore reports that a package may supply what is still wanting, although there is a target of its kind.
func (c *chooser) worthMore(f *found, dir string) bool {
	if f.typed.src != nil && f.complete.src != nil {
		return false
	}
	if _, parsed := c.declared[dir]; parsed {
		return true
	}
	c.more++
	return c.more <= maxMore
}

// completes takes a use at which completion certainly offers the name. gopls leaves out what is newer than the go line of
// the user's go.mod, so of the standard library only what is as old as Go itself will do.
func (f *found) completes(t target) {
	standard := t.Kind == health.TargetStandard
	if standard && !ancient[t.Symbol] {
		return
	}
	if f.complete.src == nil || f.complete.Kind == health.TargetStandard && !standard {
		f.complete = t
	}
}

// ancient are common symbols of Go 1.0.
var ancient = words(`bytes.Buffer errors.New fmt.Errorf fmt.Fprintf fmt.Fprintln fmt.Printf fmt.Println fmt.Sprint fmt.Sprintf
	io.Copy io.EOF io.Reader io.Writer log.Fatal log.Fatalf log.Printf log.Println os.Args os.Exit os.Getenv os.Open os.Stderr os.Stdout
	path/filepath.Join sort.Strings strconv.Atoi strconv.Itoa strings.Contains strings.HasPrefix strings.Join strings.Split
	strings.TrimSpace sync.Mutex sync.WaitGroup testing.T time.Duration time.Now time.Second time.Sleep time.Time`)

// locate says what kind of package an import path names, and where its sources are; dir is empty if they are not at hand,
// which is no reason not to ask. A path that nothing supplies has no kind: it is broken code, or a fault that another
// question meets too.
func (c *chooser) locate(path string) (kind health.TargetKind, dir string) {
	var root *Root
	for i, r := range c.Roots {
		if path != r.Path && !strings.HasPrefix(path, r.Path+"/") {
			continue
		}
		if root == nil || len(r.Path) > len(root.Path) {
			root = &c.Roots[i]
		}
	}
	if root != nil {
		if root.Dir == "" {
			return root.Kind, ""
		}
		dir = filepath.Join(root.Dir, filepath.FromSlash(strings.TrimPrefix(path, root.Path)))
		if c.inNested(root.Dir, dir) {
			return "", "" // go does not look for it there
		}
		return root.Kind, dir
	}
	first, _, _ := strings.Cut(path, "/")
	if strings.Contains(first, ".") {
		return "", ""
	}
	src := filepath.Join(c.Goroot, "src")
	if c.Goroot == "" || !isDir(filepath.Join(src, "runtime")) {
		return health.TargetStandard, "" // no sources: that is the fault to be shown
	}
	if dir = filepath.Join(src, filepath.FromSlash(path)); !isDir(dir) {
		return "", ""
	}
	return health.TargetStandard, dir
}
