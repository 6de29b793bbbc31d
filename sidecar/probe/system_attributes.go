package probe

import (
	"errors"
	"os"
)

// errNoAttribute says that a file has no extended attribute of that name.
var errNoAttribute = errors.New("no such attribute")

// attributes is a System that knows extended attributes of files; Windows has none of the kind.
type attributes interface {
	// Attribute reads an extended attribute of at most limit bytes, of a link itself and not of what it leads to.
	Attribute(path, name string, limit int) ([]byte, error)
}

// links is a System that tells one step of a symbolic link; RealPath takes all at once.
type links interface {
	Readlink(path string) (string, error)
}

// selfFinder is a System that knows the executable of this very process.
type selfFinder interface {
	Self() (string, error)
}

// Readlink is os.Readlink.
func (Machine) Readlink(path string) (string, error) { return os.Readlink(path) }

// Self is os.Executable.
func (Machine) Self() (string, error) { return os.Executable() }
