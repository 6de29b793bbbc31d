package watch

import (
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/process"
)

func TestClassify(t *testing.T) {
	host := process.Detail{Executable: "/opt/code/node"}
	d := func(executable string, args ...string) process.Detail {
		return process.Detail{Executable: executable, Arguments: args}
	}
	tests := []struct {
		name    string
		process process.Proc
		detail  process.Detail
		build   string
		want    kind
	}{
		{"server", process.Proc{}, d("/go/bin/gopls", "/go/bin/gopls", "-mode=stdio"), "", server},
		{"Windows", process.Proc{}, d(`C:\go\bin\gopls.exe`, `C:\go\bin\gopls.exe`, "-mode=stdio"), "", server},
		{"serve in words", process.Proc{}, d("/go/bin/gopls", "gopls", "-rpc.trace", "serve"), "", server},
		{"replaced on disk", process.Proc{}, d("/go/bin/gopls (deleted)", "gopls"), "", server},
		{"telemetry", process.Proc{}, d("/go/bin/gopls", "/go/bin/gopls", telemetry), "", stranger},
		{"golang.go asks for the version", process.Proc{}, d("/go/bin/gopls", "gopls", "version"), "", stranger},
		{"an agent's own", process.Proc{}, d("/go/bin/gopls", "gopls", "mcp"), "", stranger},
		{"ourselves", process.Proc{PID: selfPID}, d("/x/renamed", "serve"), "", ours},
		{"another sidecar", process.Proc{}, d("/x/govitals", "/x/govitals", "serve"), "", ours},
		{"script", process.Proc{}, d("/bin/sh", "/bin/sh", "/home/me/bin/gopls", "-mode=stdio"), "", wrapper},
		{"shim", process.Proc{}, d("/usr/bin/mise", "/home/me/shims/gopls", "-mode=stdio"), "", wrapper},
		{"renamed, called by a link", process.Proc{}, d("/opt/lsp", "/bin/gopls", "-mode=stdio"), goplsPackage, server},
		{"renamed", process.Proc{}, d("/opt/lsp", "/opt/lsp", "-mode=stdio"), goplsPackage, server},
		{"renamed, with a command", process.Proc{}, d("/opt/lsp", "/opt/lsp", "version"), goplsPackage, stranger},
		{"another Go program", process.Proc{}, d("/opt/terraform-ls", "terraform-ls"), "github.com/x/terraform-ls", stranger},
		{"the editor's own", process.Proc{}, d("/opt/code/node", "node", "server.js"), goplsPackage, stranger},
		{"a search for the word", process.Proc{}, d("/usr/bin/rg", "rg", "x", "y", "z", "/src/gopls"), "", stranger},
		{"unreadable", process.Proc{Name: "gopls.exe"}, d(""), "", unsure},
		{"unreadable and nameless", process.Proc{Name: "x"}, d(""), "", stranger},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := classify(test.process, test.detail, host, selfPID, func(string) string { return test.build }); got != test.want {
				t.Errorf("kind %d, want %d", got, test.want)
			}
		})
	}
}

func TestNotCounted(t *testing.T) {
	stage(t, nil, func(s *scene) {
		s.start(selfPID, 210, "/go/bin/gopls", "-mode=stdio") // an experiment of ours
		s.start(1, 220, "/go/bin/gopls", "-mode=stdio")       // another window's, or an orphan
		s.start(hostPID, 230, "/go/bin/gopls", "version")
		s.pass(idle)
		s.want("watching")
	})
}

func TestWrappers(t *testing.T) {
	stage(t, nil, func(s *scene) {
		s.start(hostPID, 200, "/bin/sh", "/home/me/bin/gopls", "-mode=stdio")
		s.pass(idle)
		s.start(200, 201, "/go/bin/gopls", "-mode=stdio")
		s.start(201, 202, "/go/bin/gopls", telemetry)
		s.pass(idle)
		s.want("watching, started 201")
		s.kill(201, killed)
		s.pass(time.Millisecond)
		s.want("watching, started 201, crashed 201 SIGKILL #1")

		// exec: the script becomes gopls, under its own id.
		s.start(hostPID, 300, "/bin/sh", "/home/me/bin/gopls", "-mode=stdio")
		s.pass(idle)
		s.change(300, func(f *fake) {
			f.detail = process.Detail{Executable: "/go/bin/gopls", Arguments: []string{"/go/bin/gopls", "-mode=stdio"}}
		})
		s.pass(idle)
		if got := s.watcher.Life().Alive; got != 300 {
			t.Errorf("alive %d: %s", got, s.story())
		}
	})
}

func TestUnreadableServer(t *testing.T) {
	stage(t, nil, func(s *scene) {
		for pid := 200; pid < 202; pid++ {
			s.start(hostPID, pid, "gopls.exe")
			s.change(pid, func(f *fake) { f.detail = process.Detail{} })
		}
		s.pass(idle)
		s.kill(200, process.Exit{}) // it was `gopls version`
		s.pass(idle)
		if life := s.watcher.Life(); life.Alive != 201 {
			t.Errorf("alive %d: %s", life.Alive, s.story())
		}
	})
}
