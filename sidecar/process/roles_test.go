package process

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// forest makes nodes of lines: pid, parent, role wanted, window wanted, main package or -, and the command line, whose words are
// separated by two blanks. The role may carry !, for an orphan, and ?, for a private server.
func forest(t *testing.T, host, self int, text string) {
	t.Helper()
	nodes, table := map[int]Node{}, Table{}
	type wanted struct {
		role             health.ProcessRole
		window           health.Window
		orphan, ofVitals bool
	}
	want := map[int]wanted{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		fields := strings.SplitN(strings.TrimSpace(line), " ", 6)
		if len(fields) != 6 {
			t.Fatalf("%q", line)
		}
		pid, _ := number([]byte(fields[0]))
		parent, _ := number([]byte(fields[1]))
		args := strings.Split(fields[5], "  ")
		n := Node{Entry: Entry{Proc: Proc{PID: int(pid), Parent: int(parent), Started: 100 + pid, Name: base(args[0])}}}
		n.Code.Program, n.Code.Arguments = args[0], args
		if fields[4] != "-" {
			n.Package = fields[4]
		}
		if strings.HasPrefix(args[0], "=") { // known from outside alone: another user's
			n.Code.Program, n.Code.Arguments = "", nil
			n.Name = args[0][1:]
		}
		nodes[n.PID], table[n.PID] = n, n.Entry
		w := wanted{role: health.ProcessRole(strings.Trim(fields[2], "!?")), window: health.Window(strings.Trim(fields[3], "-")),
			orphan: strings.Contains(fields[2], "!"), ofVitals: strings.Contains(fields[2], "?")}
		want[n.PID] = w
	}
	table[1] = Entry{Proc: Proc{PID: 1, Name: "systemd"}}
	tree := Judge(nodes, table, host, self)
	for pid, w := range want {
		got := wanted{tree.Roles[pid], tree.Windows[pid], tree.Orphans[pid], tree.Private(pid)}
		if got != w {
			t.Errorf("%d %q: %+v, want %+v", pid, nodes[pid].Code.Arguments, got, w)
		}
	}
}

const electron = `--type=utility  --utility-sub-type=node.mojom.NodeService  --lang=en-US  --service-sandbox-type=none`

func desktop(program string) string {
	helper := program
	if strings.Contains(program, ".app/") {
		dir, name := program[:strings.Index(program, "/MacOS/")], program[strings.LastIndex(program, "/")+1:]
		helper = dir + "/Frameworks/" + name + " Helper.app/Contents/MacOS/" + name + " Helper"
	}
	return strings.NewReplacer("PROGRAM", program, "HELPER", helper, "NODE", helper+"  "+electron).Replace(`
10 1 editor-main shared - PROGRAM
11 10 editor-helper shared - HELPER  --type=zygote  --no-zygote-sandbox
12 10 editor-helper shared - HELPER  --type=gpu-process  --enable-crash-reporter=x
13 11 editor-window - - HELPER  --type=renderer  --vscode-window-config=vscode:1
14 11 editor-window - - HELPER  --type=renderer  --vscode-window-config=vscode:2
15 10 editor-helper shared - HELPER  --type=utility  --utility-sub-type=network.mojom.NetworkService
16 10 editor-helper shared - NODE
17 10 pty-host shared - NODE
18 10 extension-host ours - NODE  --dns-result-order=ipv4first  --inspect-port=0
19 10 extension-host other - NODE  --dns-result-order=ipv4first  --inspect-port=0
20 17 shell shared - /usr/bin/zsh  -il
21 20 go shared cmd/go go  test  ./...
30 18 gopls ours golang.org/x/tools/gopls /home/ada/go/bin/gopls  -mode=stdio
31 30 gopls-telemetry ours golang.org/x/tools/gopls /home/ada/go/bin/gopls  ** telemetry **
32 30 go ours cmd/go /usr/local/go/bin/go  list  -e  -json=Name  --  ./...
33 32 go-tool ours cmd/compile /usr/local/go/pkg/tool/linux_amd64/compile  -V=full
34 18 sidecar ours github.com/govitals/govitals/sidecar /ext/bin/govitals  serve
35 34 gopls? ours golang.org/x/tools/gopls /home/ada/go/bin/gopls  -mode=stdio
36 35 gopls-telemetry? ours golang.org/x/tools/gopls /home/ada/go/bin/gopls  ** telemetry **
37 18 dlv ours github.com/go-delve/delve/cmd/dlv /home/ada/go/bin/dlv  dap
40 19 gopls other golang.org/x/tools/gopls /home/ada/go/bin/gopls  -mode=stdio
`)
}

// Command lines as they were seen, of all editors that golang.go runs in. What differs is the program's name alone.
func TestRolesInDesktopEditors(t *testing.T) {
	for name, program := range map[string]string{
		"VS Code": "/usr/share/code/code", "Insiders": "/usr/share/code-insiders/code-insiders", "VSCodium": "/usr/share/codium/codium",
		"Cursor": "/opt/Cursor/cursor", "Windsurf": "/usr/share/windsurf/windsurf", "snap": "/snap/code/180/usr/share/code/code",
		"Mac": "/Applications/Visual Studio Code.app/Contents/MacOS/Electron", "Cursor on a Mac": "/Applications/Cursor.app/Contents/MacOS/Cursor",
		"Windows": `C:\Users\ada\AppData\Local\Programs\Microsoft VS Code\Code.exe`, "renamed": "/opt/tool/x",
	} {
		t.Run(name, func(t *testing.T) {
			forest(t, 18, 34, desktop(program))
			forest(t, 18, 34, strings.NewReplacer("/home/ada/go/bin/gopls", "/opt/tool/y", "/usr/local/go/bin/go ", "/opt/tool/z ", "/ext/bin/govitals", "/ext/w").Replace(desktop(program)))
		})
	}
}

func TestRolesInServers(t *testing.T) {
	for name, paths := range map[string][2]string{
		"code-server":   {"/usr/lib/code-server/lib/node  /usr/lib/code-server/out/node/entry", "/usr/lib/code-server/lib/node"},
		"remote server": {"/home/ada/.vscode-server/bin/abc/node  /home/ada/.vscode-server/bin/abc/out/server-main.js  --host=127.0.0.1", "/home/ada/.vscode-server/bin/abc/node"},
		"Cursor's":      {"/home/ada/.cursor-server/bin/abc/node  /home/ada/.cursor-server/bin/abc/out/server-main.js", "/home/ada/.cursor-server/bin/abc/node"},
		"Windsurf's":    {"/home/ada/.windsurf-server/bin/abc/node  /home/ada/.windsurf-server/bin/abc/out/server-main.js", "/home/ada/.windsurf-server/bin/abc/node"},
		"renamed":       {"/opt/x  /opt/y", "/opt/x"},
	} {
		t.Run(name, func(t *testing.T) {
			forest(t, 13, 18, strings.NewReplacer("SERVER", paths[0], "NODE", paths[1]).Replace(`
10 1 editor-server shared - NODE  /opt/start
11 10 editor-server shared - SERVER
12 11 pty-host shared - NODE  /x/out/bootstrap-fork  --type=ptyHost  --logsLevel=Info
13 11 extension-host ours - NODE  --dns-result-order=ipv4first  /x/out/bootstrap-fork  --type=extensionHost  --transformURIs
14 11 file-watcher shared - NODE  /x/out/bootstrap-fork  --type=fileWatcher
15 11 extension-host other - NODE  /x/out/bootstrap-fork  --type=extensionHost
16 11 editor-helper shared - NODE  /x/out/bootstrap-fork  --type=agentHost
18 13 sidecar ours - /ext/bin/linux/other  serve
20 12 shell shared - /bin/bash  --init-file  /x/shellIntegration-bash.sh
21 20 other shared - node  /w/server.js  --type=renderer
22 20 gopls shared golang.org/x/tools/gopls gopls  check  x.go
30 13 gopls ours golang.org/x/tools/gopls /go/bin/gopls  -mode=stdio  -remote=auto
31 30 gopls-daemon shared golang.org/x/tools/gopls /go/bin/gopls  serve  -listen  unix;/tmp/gopls-abc  -listen.timeout=1m
32 1 gopls-daemon shared golang.org/x/tools/gopls /go/bin/gopls  serve  -listen=unix;/tmp/gopls-def
33 1 gopls! - golang.org/x/tools/gopls /opt/odd  -mode=stdio
34 11 gopls! shared golang.org/x/tools/gopls gopls  -mode=stdio
40 15 gopls other golang.org/x/tools/gopls /go/bin/gopls  -mode=stdio
`))
		})
	}
}

func TestRolesOfWrappers(t *testing.T) {
	forest(t, 13, 99, `
11 1 editor-server shared - /n/node  /x/out/server-main.js
13 11 extension-host ours - /n/node  /x/out/bootstrap-fork  --type=extensionHost
20 13 wrapper ours - /bin/sh  /home/ada/bin/gopls
21 20 wrapper ours example.com/shims/gopls-shim /home/ada/.asdf/shim
22 21 gopls ours golang.org/x/tools/gopls /go/bin/gopls  -mode=stdio
23 13 shell ours - /bin/sh  -c  sleep 5
24 13 gopls ours example.com/fork/cmd/gopls /go/bin/fork
25 13 other ours example.com/shims/mise /go/bin/gopls
26 13 gopls ours - /odd/gopls
27 22 other ours - /usr/bin/git  fetch
28 22 wrapper ours - /bin/sh  /opt/go
29 28 go ours cmd/go /opt/real/go  list
30 13 gopls ours - =gopls
`)
}

func TestRolesOnTheCommandLine(t *testing.T) {
	forest(t, 0, 14, `
10 1 shell - - -zsh
11 10 other - - make  test
12 11 go - cmd/go go  test  ./...
13 10 shell - - /bin/bash  x.sh
14 13 sidecar - - ./gv  tree
15 10 gopls - golang.org/x/tools/gopls gopls  stats
`)
}

func TestJudgeOfLoopsAndEmptiness(t *testing.T) {
	nodes, table := map[int]Node{}, Table{}
	for pid, parent := range map[int]int{5: 6, 6: 7, 7: 5, 8: 8} {
		nodes[pid] = Node{Entry: Entry{Proc: Proc{PID: pid, Parent: parent}}, Package: packageGopls}
		table[pid] = nodes[pid].Entry
	}
	if tree := Judge(nodes, table, 99, 98); tree.Roles[5] != health.RoleGopls || len(tree.Roles) != 4 {
		t.Errorf("%+v", tree.Roles)
	}
	if tree := Judge(nil, nil, 0, 0); len(tree.Roles) != 0 {
		t.Errorf("%+v", tree.Roles)
	}
}
