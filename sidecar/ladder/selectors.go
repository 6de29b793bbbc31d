package ladder

import "github.com/govitals/govitals/sidecar/health"

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
		at := c.locate(i.path)
		kind, dir := at.kind, at.dir
		switch had := f.targets[kind]; {
		case kind == "", at.cut && had.cut:
			continue
		case had.verified && !at.cut && !c.worthMore(f, dir):
			continue
		}
		t := target{src: s, cut: at.cut, Target: Target{
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
			t.verified, t.IsType = true, d.isType && !at.cut // one failure need not be shown four times
			f.offer(t)
			if !sel.inLiteral && !at.cut {
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
