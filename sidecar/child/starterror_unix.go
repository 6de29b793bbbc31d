//go:build unix

package child

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
)

func mayExecute(mode fs.FileMode) bool { return mode&0o111 != 0 }

func refuseScript(Command) error { return nil }

// isExecFormat knows ENOEXEC and, on macOS, EBADARCH (86): "bad CPU type in executable".
func isExecFormat(err error) bool {
	return errors.Is(err, syscall.ENOEXEC) || runtime.GOOS == "darwin" && errors.Is(err, syscall.Errno(86))
}

func isTextBusy(err error) bool { return errors.Is(err, syscall.ETXTBSY) }
