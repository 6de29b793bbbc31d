package child

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

func init() { plays["sandboxed"] = playSandboxed }

// playSandboxed becomes a process that may not wish its children to die with it, as below a seccomp filter, and starts one.
func playSandboxed() {
	runtime.LockOSThread() // the filter is this thread's, and stays when it becomes another program
	const numberAt, firstArgumentAt = 0, 16
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: numberAt},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 3, K: unix.SYS_PRCTL},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: firstArgumentAt},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: unix.PR_SET_PDEATHSIG},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	if err == nil {
		if _, _, errno := unix.Syscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program))); errno != 0 {
			err = errno
		}
	}
	if err != nil {
		fmt.Println("no filter here:", err)
		return
	}
	self, err := os.Executable()
	if err == nil {
		_ = os.Setenv(roleVariable, "starts")
		err = syscall.Exec(self, []string{self}, os.Environ())
	}
	fmt.Println(err)
}

// A sandbox that forbids the prctl for the end together forbids nothing else: programs start all the same.
func TestSandboxThatForbidsToDieWithUs(t *testing.T) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("the filter is for little-endian systems of 64 bits")
	}
	c, says := playing(t, "sandboxed")
	if strings.HasPrefix(says, "no filter here") {
		_ = c.Wait()
		t.Skip(says)
	}
	pid, err := strconv.Atoi(says)
	if err != nil {
		t.Fatalf("nothing was started: %q", says)
	}
	started, ok := look(pid)
	if !ok {
		t.Error("it does not run")
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	stop(started, true)
}
