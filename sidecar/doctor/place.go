package doctor

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// Place is what a path on the command line stands for: a folder, or the folders of a .code-workspace file.
type Place struct {
	Folders       []string // absolute
	WorkspaceFile string   // absolute; empty for a folder
}

// ErrUsage marks a path that can never be examined: it is neither a folder nor a .code-workspace file. Any other error
// of Resolve says why this one cannot be examined now.
var ErrUsage = errors.New("give a folder or a .code-workspace file")

const workspaceSuffix = ".code-workspace"

// workspaceLimit is far more than anyone writes by hand.
const workspaceLimit = 4 << 20

// Resolve finds out what to examine. path must be absolute. It fails if no folder is there to look at; of several folders
// some may be missing, which the report then says.
func Resolve(system probe.System, path string) (Place, error) {
	info, err := system.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Place{}, fmt.Errorf("%s does not exist", path)
	case errors.Is(err, fs.ErrPermission):
		return Place{}, fmt.Errorf("%s cannot be read: permission denied", path)
	case err != nil:
		return Place{}, fmt.Errorf("%s cannot be read: %w", path, reason(err))
	case info.IsDir():
		if err := readable(system, path); err != nil {
			return Place{}, err
		}
		return Place{Folders: []string{path}}, nil
	case strings.HasSuffix(path, workspaceSuffix):
		return workspace(system, path)
	}
	return Place{}, fmt.Errorf("%s is not a folder: %w", path, ErrUsage)
}

func readable(system probe.System, dir string) error {
	if _, err := system.ReadDir(dir, 1); err != nil {
		return fmt.Errorf("%s cannot be read: %w", dir, reason(err))
	}
	return nil
}

// reason is an error of the file system without the operation and the path, which our own message already names.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// workspace reads the folders of a .code-workspace file; VS Code allows comments and trailing commas in it.
func workspace(system probe.System, file string) (Place, error) {
	content, err := system.ReadFile(file, workspaceLimit)
	if err != nil {
		return Place{}, fmt.Errorf("%s cannot be read: %w", file, reason(err))
	}
	standard, err := hujson.Standardize([]byte(strings.TrimPrefix(string(content), "\ufeff")))
	if err != nil {
		return Place{}, fmt.Errorf("%s is not JSON: %w", file, err)
	}
	var parsed struct {
		Folders []struct {
			Path string `json:"path"`
			URI  string `json:"uri"`
		} `json:"folders"`
	}
	if err := json.Unmarshal(standard, &parsed); err != nil {
		return Place{}, fmt.Errorf("%s is not a workspace file: %w", file, err)
	}
	place := Place{WorkspaceFile: file}
	base := health.Dir(system.OS(), file)
	elsewhere := 0
	for _, f := range parsed.Folders {
		path := f.Path
		if path == "" {
			path = fromURI(system.OS(), f.URI)
		}
		switch {
		case path == "":
			elsewhere++
		case health.IsAbs(system.OS(), path):
			place.Folders = append(place.Folders, health.Clean(system.OS(), path))
		default:
			place.Folders = append(place.Folders, health.Join(system.OS(), base, path))
		}
	}
	return place, place.check(system, elsewhere)
}

// check says why there is nothing to examine.
func (p Place) check(system probe.System, elsewhere int) error {
	switch {
	case len(p.Folders) == 0 && elsewhere > 0:
		return fmt.Errorf("%s holds only folders of another machine", p.WorkspaceFile)
	case len(p.Folders) == 0:
		return fmt.Errorf("%s holds no folder", p.WorkspaceFile)
	}
	var first error
	for _, folder := range p.Folders {
		info, err := system.Stat(folder)
		switch {
		case err != nil:
			err = fmt.Errorf("%s cannot be read: %w", folder, reason(err))
		case !info.IsDir():
			err = fmt.Errorf("%s is not a folder", folder)
		default:
			err = readable(system, folder)
		}
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return fmt.Errorf("%s: no folder of it can be examined: %w", p.WorkspaceFile, first)
}

// fromURI is the path of a file URI of this machine; empty for any other.
func fromURI(system, text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
		return ""
	}
	if health.Windows(system) {
		return health.Clean(system, strings.TrimPrefix(u.Path, "/"))
	}
	return u.Path
}
