package child

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

func mayExecute(fs.FileMode) bool { return true }

// refuseScript refuses arguments that cmd.exe, which runs batch files, would take for commands of its own: Windows has no
// quoting that protects them.
func refuseScript(c Command) error {
	switch strings.ToLower(filepath.Ext(c.Path)) {
	case ".bat", ".cmd":
		for _, arg := range c.Args {
			if strings.ContainsAny(arg, "&|<>^%!\"\r\n") {
				return errors.New("batch file with an argument that the shell would interpret")
			}
		}
	}
	return nil
}

func isExecFormat(err error) bool {
	return errors.Is(err, windows.ERROR_BAD_EXE_FORMAT) || errors.Is(err, windows.ERROR_EXE_MACHINE_TYPE_MISMATCH)
}

func isTextBusy(err error) bool { return errors.Is(err, windows.ERROR_SHARING_VIOLATION) }
