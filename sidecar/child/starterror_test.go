package child

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

func write(t *testing.T, dir, name, text string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStartErrors(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("its fixtures are Unix files")
	}
	dir := t.TempDir()
	fine := write(t, dir, "fine", "#!/bin/sh\nexit 0\n", 0o755)
	foreign := "\x7fELF\x02\x01\x01\x00" + string(make([]byte, 8)) + "\x02\x00\xff\xff" + string(make([]byte, 100))
	tests := []struct {
		name string
		c    Command
		want Kind
	}{
		{"missing", Command{Path: filepath.Join(dir, "none")}, NotFound},
		{"file in the place of a directory", Command{Path: filepath.Join(fine, "go")}, NotFound},
		{"directory", Command{Path: dir}, NotExecutable},
		{"pipe", Command{Path: fifo(t, dir)}, NotExecutable},
		{"no execute bit", Command{Path: write(t, dir, "plain", "#!/bin/sh\n", 0o644)}, NotExecutable},
		{"relative", Command{Path: "fine", Dir: dir}, NotAbsolute},
		{"relative with a directory", Command{Path: "./fine", Dir: dir}, NotAbsolute},
		{"empty", Command{}, NotAbsolute},
		{"no program", Command{Path: write(t, dir, "text", "just words\n", 0o755)}, ExecFormat},
		{"empty file", Command{Path: write(t, dir, "zero", "", 0o755)}, ExecFormat},
		{"another processor", Command{Path: write(t, dir, "foreign", foreign, 0o755)}, ExecFormat},
		{"interpreter missing", Command{Path: write(t, dir, "orphan", "#!/nowhere/sh\n", 0o755)}, NoInterpreter},
		{"working directory missing", Command{Path: fine, Dir: filepath.Join(dir, "gone")}, BadDirectory},
		{"working directory is a file", Command{Path: fine, Dir: fine}, BadDirectory},
		{"argument with a zero byte", Command{Path: fine, Args: []string{"a\x00b"}}, OtherKind},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Run(context.Background(), test.c)
			var failed *StartError
			if !errors.As(err, &failed) {
				t.Fatalf("error %v", err)
			}
			if failed.Kind != test.want {
				t.Errorf("kind %s, want %s: %v", failed.Kind, test.want, err)
			}
			if failed.Path != test.c.Path || failed.Unwrap() == nil {
				t.Errorf("path %q, cause %v", failed.Path, failed.Err)
			}
		})
	}
	if _, err := Run(context.Background(), Command{Path: fine}); err != nil {
		t.Errorf("the sound one: %v", err)
	}
}

func fifo(t *testing.T, dir string) string {
	path := filepath.Join(dir, "fifo")
	if err := mkfifo(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStartWhileBeingWritten(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux refuses to run a file that is open for writing")
	}
	path := filepath.Join(t.TempDir(), "tool")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := os.ReadFile("/bin/true")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	var failed *StartError
	if _, err := Run(context.Background(), Command{Path: path}); !errors.As(err, &failed) || failed.Kind != TextBusy {
		t.Errorf("while it stays open: %v", err)
	}
	time.AfterFunc(30*time.Millisecond, func() { _ = f.Close() })
	if r, err := Run(context.Background(), Command{Path: path}); err != nil || r.ExitCode != 0 {
		t.Errorf("closed soon after: %v", err)
	}
}

func TestClassify(t *testing.T) {
	tests := []struct {
		err  error
		want Kind
	}{
		{&fs.PathError{Op: "fork/exec", Path: "/x", Err: syscall.EACCES}, Permission},
		{&fs.PathError{Op: "fork/exec", Path: "/x", Err: syscall.EPERM}, Permission},
		{context.DeadlineExceeded, StartHangs},
		{errors.New("else"), OtherKind},
	}
	for _, test := range tests {
		if got := classify("/nowhere/x", test.err).Kind; got != test.want {
			t.Errorf("%v: %s, want %s", test.err, got, test.want)
		}
	}
}
