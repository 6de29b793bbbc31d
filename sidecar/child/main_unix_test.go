//go:build unix

package child

import "syscall"

func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func mkfifo(path string) error { return syscall.Mkfifo(path, 0o644) }
