package ladder

import (
	"go/ast"
	"go/build/constraint"
	"go/version"
	"slices"
	"strconv"
	"strings"
)

// The systems and processors that a file name can be bound to (go/build's syslist.go, Go 1.26), past ones among them.
var (
	knownOS = words("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos")
	unixOS  = words("aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris")

	knownArch = words("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		out[word] = true
	}
	return out
}

// matchesName applies the rules of `go help buildconstraint` for names: name_GOOS.go, name_GOARCH.go, name_GOOS_GOARCH.go,
// each with _test before .go; names that begin with "_" or "." are ignored.
func (b Build) matchesName(name string) bool {
	if strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") || !strings.HasSuffix(name, ".go") {
		return false
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")
	parts := strings.Split(stem, "_")[1:] // what stands before the first "_" is never a constraint
	n := len(parts)
	if n >= 2 && knownOS[parts[n-2]] && knownArch[parts[n-1]] {
		return b.holds(parts[n-2]) && b.holds(parts[n-1])
	}
	if n >= 1 && (knownOS[parts[n-1]] || knownArch[parts[n-1]]) {
		return b.holds(parts[n-1])
	}
	return true
}

// matches applies the //go:build line, and what a file that imports "C" needs.
func (b Build) matches(f *ast.File) bool {
	if !b.CGO && importsC(f) {
		return false
	}
	var plus []constraint.Expr
	for _, group := range f.Comments {
		if group.Pos() >= f.Package {
			break
		}
		for _, c := range group.List {
			expr, err := constraint.Parse(c.Text)
			switch {
			case err != nil:
			case constraint.IsGoBuild(c.Text):
				return expr.Eval(b.holds) // it overrules all lines of the old form
			default:
				plus = append(plus, expr)
			}
		}
	}
	return !slices.ContainsFunc(plus, func(e constraint.Expr) bool { return !e.Eval(b.holds) })
}

func importsC(f *ast.File) bool {
	return slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"C"` })
}

// holds says whether a build tag is satisfied.
func (b Build) holds(tag string) bool {
	switch {
	case tag == b.GOOS, tag == b.GOARCH, tag == "gc", tag == "cgo" && b.CGO, slices.Contains(b.Tags, tag):
		return true
	case tag == "unix":
		return unixOS[b.GOOS]
	case tag == "linux":
		return b.GOOS == "android"
	case tag == "solaris":
		return b.GOOS == "illumos"
	case tag == "darwin":
		return b.GOOS == "ios"
	case strings.HasPrefix(tag, "go1."):
		if _, err := strconv.Atoi(tag[len("go1."):]); err != nil {
			return false
		}
		return version.IsValid(b.GoVersion) && version.Compare(version.Lang(b.GoVersion), tag) >= 0
	}
	return false
}
