package child

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roleVariable makes the test binary play one of the programs that the tests run.
const roleVariable = "CHILD_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		play(role, os.Args[1:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// longLife outlasts every deadline of the tests but not a forgotten test run.
const longLife = 2 * time.Minute

func play(role string, args []string) {
	switch role {
	case "sleep":
		fmt.Println("asleep")
		time.Sleep(longLife)
	case "deaf": // to the polite signal
		signal.Ignore(syscall.SIGTERM)
		fmt.Println("deaf")
		time.Sleep(longLife)
	case "flood":
		page := []byte(strings.Repeat("flood ", 10_000))
		for to := os.Stdout; ; {
			if _, err := to.Write(page); err != nil {
				os.Exit(1)
			}
		}
	case "talk":
		fmt.Fprint(os.Stdout, strings.Repeat("o", 1000))
		fmt.Fprint(os.Stderr, strings.Repeat("e", 2000))
		os.Exit(3)
	case "environment":
		fmt.Print(strings.Join(os.Environ(), "\n"))
	case "stdin":
		data, err := io.ReadAll(os.Stdin)
		fmt.Printf("%d bytes, %v", len(data), err)
	case "answer": // each line with its length, until the end of input
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			fmt.Println(len(lines.Text()))
		}
		if err := lines.Err(); err != nil {
			os.Exit(8)
		}
		fmt.Fprint(os.Stderr, "last words")
		os.Exit(4)
	case "starts", "starts what outlives": // and is killed
		startAndWait("deaf", role != "starts")
	case "leave": // descendants behind, each a role of args, with the own stdout
		for _, next := range args {
			leave(next)
		}
	case "leave-naked": // as leave, and without the mark
		os.Unsetenv(MarkVariable)
		leave("leave", "deaf")
		time.Sleep(100 * time.Millisecond) // so that the middle one ends first
	default:
		plays[role]()
	}
}

// plays are roles of one system alone.
var plays = map[string]func(){}

// leave starts the test binary in another role and in a session of its own, and does not wait for it.
func leave(role string, args ...string) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = ownSession()
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
}

// startAndWait is what is killed in the test: it starts a program that hears no signal and reads no input, and says its id.
func startAndWait(role string, outlives bool) {
	self, err := os.Executable()
	if err != nil {
		os.Exit(9)
	}
	p, err := Start(context.Background(), Command{Path: self, Env: []string{roleVariable + "=" + role}, Outlives: outlives})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
	if _, err := bufio.NewReader(p.Stdout).ReadString('\n'); err != nil {
		os.Exit(9)
	}
	fmt.Println(p.PID())
	time.Sleep(longLife)
}

// role is the command that plays role.
func role(t testing.TB, name string, args ...string) Command {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Command{Path: self, Args: args, Env: []string{roleVariable + "=" + name}, Deadline: 20 * time.Second}
}

// nothingLeft fails the test if a process of it still lives.
func nothingLeft(t testing.TB) {
	t.Helper()
	left, err := Marked()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range left {
		t.Errorf("left behind: %+v", p)
	}
	for _, p := range zombies(t) {
		t.Errorf("left as zombie: %+v", p)
	}
}

func zombies(t testing.TB) []Proc {
	t.Helper()
	procs, err := readTable()
	if err != nil {
		t.Fatal(err)
	}
	var list []Proc
	for _, p := range procs {
		if p.Zombie && p.Parent == os.Getpid() {
			list = append(list, p)
		}
	}
	return list
}
