package probe

import (
	"strings"
	"testing"
)

// goenvShim is the form that goenv and pyenv write.
const goenvShim = `#!/usr/bin/env bash
set -e
[ -n "$GOENV_DEBUG" ] && set -x

program="${0##*/}"
if [[ "$program" = "go"* ]]; then
  for arg; do
    case "$arg" in
    -c* | -- ) break ;;
    esac
  done
fi

export GOENV_ROOT="/home/ada/.goenv"
exec "/home/ada/.goenv/libexec/goenv" exec "$program" "$@"
`

func TestWrapperTarget(t *testing.T) {
	variables := map[string]string{"HOME": "/home/ada", "GOROOT": "/opt/go", "USERPROFILE": `C:\Users\ada`}
	for _, c := range []struct{ name, system, text, want string }{
		{"goenv", "linux", goenvShim, "/home/ada/.goenv/libexec/goenv"},
		{"asdf to 0.15", "linux", "#!/usr/bin/env bash\n# asdf-plugin: golang 1.21.0\nexec /home/ada/.asdf/bin/asdf exec \"go\" \"$@\" # asdf_allow: ' asdf '\n", "/home/ada/.asdf/bin/asdf"},
		{"asdf from 0.16", "linux", "#!/usr/bin/env bash\n# asdf-plugin: golang 1.22.0\nexec asdf exec \"go\" \"$@\"\n", "asdf"},
		{"plain", "linux", "#!/bin/sh\nexec /opt/go/bin/go \"$@\"\n", "/opt/go/bin/go"},
		{"without exec", "linux", "#!/bin/sh\n/opt/go/bin/go \"$@\"\n", "/opt/go/bin/go"},
		{"quoted with spaces", "darwin", "#!/bin/sh\nexec '/Users/ada/my go/bin/go' \"$@\"\n", "/Users/ada/my go/bin/go"},
		{"escaped spaces", "darwin", "#!/bin/sh\nexec /Users/ada/my\\ go/bin/go \"$@\"\n", "/Users/ada/my go/bin/go"},
		{"environment before it", "linux", "#!/bin/sh\nGOFLAGS=-mod=mod CC='a b' exec env -u X -i Y=1 /opt/go/bin/go \"$@\"\n", "/opt/go/bin/go"},
		{"another name", "linux", "#!/nix/store/x-bash/bin/bash -e\nexec -a \"$0\" \"/nix/store/y-go/bin/.go-wrapped\"  \"$@\" \n", "/nix/store/y-go/bin/.go-wrapped"},
		{"another processor", "darwin", "#!/bin/sh\nexec arch -x86_64 /usr/local/go/bin/go \"$@\"\n", "/usr/local/go/bin/go"},
		{"home", "linux", "#!/bin/sh\nexec \"$HOME/sdk/go/bin/go\" \"$@\"\n", "/home/ada/sdk/go/bin/go"},
		{"tilde", "linux", "#!/bin/sh\nexec ~/sdk/go/bin/go \"$@\"\n", "/home/ada/sdk/go/bin/go"},
		{"home in single quotes", "linux", "#!/bin/sh\nexec '$HOME/go' \"$@\"\n", "$HOME/go"},
		{"own variable", "linux", "#!/bin/sh\nexport GOROOT=\"${HOME}/go1.26\"\nexec \"${GOROOT}/bin/go\" \"$@\"\n", "/home/ada/go1.26/bin/go"},
		{"variable of the environment", "linux", "#!/bin/sh\nexec $GOROOT/bin/go \"$@\"\n", "/opt/go/bin/go"},
		{"own directory", "linux", "#!/bin/bash\nexec \"$(dirname \"$0\")/../lib/go\" \"$@\"\n", "/usr/bin/../lib/go"},
		{"own directory by cutting", "linux", "#!/bin/sh\nexec \"${0%/*}/go.real\" \"$@\"\n", "/usr/bin/go.real"},
		{"fish", "linux", "#!/usr/bin/fish\nexec /opt/go/bin/go $argv\n", "/opt/go/bin/go"},
		{"over two lines", "linux", "#!/bin/sh\nexec \\\n  /opt/go/bin/go \\\n  \"$@\"\n", "/opt/go/bin/go"},
		{"twice the same", "linux", "#!/bin/sh\n/opt/go \"$@\"\n/opt/go \"$@\"\n", "/opt/go"},
		{"two that differ", "linux", "#!/bin/sh\nif x; then\nexec /a/go \"$@\"\nfi\nexec /b/go \"$@\"\n", ""},
		{"a condition on the line", "linux", "#!/bin/sh\n[ -x /a ] && exec /a \"$@\"\nexec /b \"$@\"\n", ""},
		{"arguments are not handed on", "linux", "#!/bin/sh\nexec /opt/go/bin/go version\n", ""},
		{"only in a comment", "linux", "#!/bin/sh\n# exec /opt/go/bin/go \"$@\"\n", ""},
		{"a variable that is made", "linux", "#!/bin/sh\nGO=$(which -a go | tail -1)\nexec \"$GO\" \"$@\"\n", ""},
		{"a variable that is a secret", "linux", "#!/bin/sh\nexec \"$TOKEN/go\" \"$@\"\n", ""},
		{"a substitution", "linux", "#!/bin/sh\nexec `which go` \"$@\"\n", ""},
		{"a variable that hides one", "linux", "#!/bin/sh\nGOROOT=$(x)\nexec $GOROOT/bin/go \"$@\"\n", ""},
		{"rewritten arguments", "linux", "#!/bin/sh\nset -- -v \"$@\"\nexec /opt/go \"$@\"\n", ""},
		{"Windows", "windows", "@echo off\r\n@\"C:\\Go\\bin\\go.exe\" %*\r\n", `C:\Go\bin\go.exe`},
		{"Windows, call", "windows", "@ECHO OFF\r\nREM %*\r\ncall D:\\go\\bin\\go.exe %*\r\n", `D:\go\bin\go.exe`},
		{"Windows, own directory", "windows", "@\"%~dp0..\\go\\bin\\go.exe\" %*", `C:\tools\go\bin\go.exe`},
		{"Windows, profile", "windows", "@\"%USERPROFILE%\\sdk\\go.exe\" %*", `C:\Users\ada\sdk\go.exe`},
		{"Windows, mise", "windows", "@echo off\nsetlocal\nmise x -- go %*\n", "mise"},
		{"Windows, unknown variable", "windows", "\"%SECRET%\\go.exe\" %*", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := "/usr/bin/go"
			if c.system == "windows" {
				file = `C:\tools\bin\go.cmd`
			}
			got, ok := wrapperTarget(wrapper{system: c.system, file: file, text: []byte(c.text), value: func(name string) (string, bool) {
				value, ok := variables[name]
				return value, ok
			}})
			if got != c.want || ok != (c.want != "") {
				t.Errorf("it leads to %q (%t), want %q", got, ok, c.want)
			}
		})
	}
}

// FuzzScriptChain: no script makes the reader fall over, and nothing comes out that is not in the script or allowed.
func FuzzScriptChain(f *testing.F) {
	for _, seed := range []string{goenvShim, "#!/bin/sh\nexec ~/go \"$@\"\n", "@\"%~dp0go.exe\" %*", "#!/bin/sh\nA=$(x)\n$A \"${@}\" ; y\n", "path = \"C:\\go.exe\"\n",
		"#!/bin/sh\nTOKEN=$SECRET exec env -u a -- '/x y' $*", "#!/x\n\\\n\"$@\"${0%/*}"} {
		f.Add([]byte(seed), "linux")
		f.Add([]byte(seed), "windows")
	}
	f.Fuzz(func(t *testing.T, text []byte, system string) {
		if len(text) > maxWrapper {
			return
		}
		got, ok := wrapperTarget(wrapper{system: system, file: "/bin/go", text: text, value: func(name string) (string, bool) {
			return "/home/ada", name == "HOME" || name == "USERPROFILE"
		}})
		if ok != (got != "") || strings.Contains(got, unknownWord) {
			t.Errorf("%q leads to %q, %t", text, got, ok)
		}
		scoopTarget(string(text))
		shellCommands(string(text))
	})
}
