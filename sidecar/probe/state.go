package probe

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// stateDir is where Go Vitals keeps what may outlive a run: $GOVITALS_STATE_DIR, else $XDG_STATE_HOME/govitals, else the
// system's place. It belongs to this program's own user and environment, not to the editor's. Empty if there is no place.
func stateDir() string {
	if dir := os.Getenv("GOVITALS_STATE_DIR"); filepath.IsAbs(dir) {
		return dir
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "govitals")
	}
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		return ""
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "govitals")
		}
		return ""
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "govitals")
	}
	return filepath.Join(home, ".local", "state", "govitals")
}

var errNoState = errors.New("there is no state directory")

// readState reads a small file of the state directory.
func readState(name string, limit int64) ([]byte, error) {
	dir := stateDir()
	if dir == "" {
		return nil, errNoState
	}
	return Machine{}.ReadFile(filepath.Join(dir, name), limit)
}

// writeState writes a file of the state directory at once or not at all, for this user alone.
func writeState(name string, content []byte) error {
	dir := stateDir()
	if dir == "" {
		return errNoState
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "."+name+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}
