// Command idle measures what a sidecar costs while nothing happens. It reads /proc, so it runs on Linux alone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// The goals.
const (
	mostMemory = 30 << 20 // bytes resident, one minute after a full diagnosis
	mostCPU    = 0.05     // percent of one core
	settle     = time.Minute
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "idle:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("idle", flag.ContinueOnError)
	sidecar := flags.String("sidecar", "", "the sidecar's executable")
	minutes := flags.Int("minutes", 10, "how long to measure")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := filepath.Abs(flags.Arg(0))
	if err != nil {
		return err
	}
	home, err := os.MkdirTemp("", "govitals-idle-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	host, err := startHost()
	if err != nil {
		return err
	}
	defer end(host)
	serving, conn, err := serve(ctx, *sidecar, home)
	if err != nil {
		return err
	}
	defer end(serving)
	fmt.Fprintln(os.Stderr, "diagnosing", dir)
	request := map[string]any{"folders": []string{dir}, "tier": "standard", "noLoginShell": true,
		"editor": map[string]any{"name": "Code", "version": "1.101.0", "hostPid": host.Process.Pid, "logDir": home}}
	var answer struct {
		Report struct {
			Badge  string
			TookMs int64
		}
	}
	if err := conn.Call(ctx, "diagnose", map[string]any{"request": request}, &answer); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s after %d ms\n", answer.Report.Badge, answer.Report.TookMs)
	return measure(ctx, serving.Process.Pid, time.Duration(*minutes)*time.Minute, out)
}

func measure(ctx context.Context, pid int, long time.Duration, out io.Writer) error {
	if !pass(ctx, settle) {
		return ctx.Err()
	}
	resident, _, err := look(pid)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "resident %s after a full diagnosis: %.1f MB (goal: under %d MB)\n", settle, float64(resident)/(1<<20), mostMemory>>20)
	_, before, err := look(pid)
	if err != nil || !pass(ctx, long) {
		return errors.Join(err, ctx.Err())
	}
	_, after, err := look(pid)
	if err != nil {
		return err
	}
	share := 100 * float64(after-before) / float64(max(long, 1))
	fmt.Fprintf(out, "processor time in %s of watching: %s, %.3f %% of one core (goal: under %.2f %%)\n", long, after-before, share, mostCPU)
	if resident >= mostMemory || share >= mostCPU {
		return errors.New("a goal was missed")
	}
	return nil
}

func pass(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// startHost stands for an extension host: a program with a gopls that waits for a client.
func startHost() (*exec.Cmd, error) {
	gopls, err := exec.LookPath("gopls")
	if err != nil {
		return nil, err
	}
	host := exec.Command("/bin/sh", "-c", `sleep 1000000 | "$0" -mode=stdio >/dev/null; exit`, gopls)
	host.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return host, host.Start()
}

func serve(ctx context.Context, sidecar, home string) (*exec.Cmd, *jsonrpc2.Conn, error) {
	c := exec.Command(sidecar, "serve")
	c.Env = append(os.Environ(), "XDG_STATE_HOME="+home)
	c.Stderr = os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := c.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := c.Start(); err != nil {
		return nil, nil, err
	}
	stream := jsonrpc2.NewBufferedStream(struct {
		io.Reader
		io.WriteCloser
	}{out, in}, jsonrpc2.VSCodeObjectCodec{})
	deaf := jsonrpc2.HandlerWithError(func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) (any, error) { return nil, nil })
	return c, jsonrpc2.NewConn(ctx, stream, deaf), nil
}

func end(c *exec.Cmd) {
	_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	_ = c.Wait()
}
