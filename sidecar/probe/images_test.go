package probe

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// imagesOf looks at one executable of a machine; answers are what `go env GOROOT` said when it was asked for a go.
func imagesOf(system System, tool health.Public, path string, answers map[string]string) []health.Image {
	ex := &Examination{System: system}
	ex.Snapshot.System.Home = health.Path(system.Identity().Home)
	ex.Private.GoValues = map[health.Path]map[string]string{}
	for file, root := range answers {
		folder := health.Path("/w" + file)
		ex.Snapshot.GoEnvs = append(ex.Snapshot.GoEnvs, health.GoEnv{Folder: folder, Go: health.Path(file)})
		ex.Private.GoValues[folder] = map[string]string{"GOROOT": root}
	}
	return lookAtImage(context.Background(), ex, subject{tool, path})
}

// chainText writes a chain in one line.
func chainText(images []health.Image) string {
	var out []string
	for _, h := range images[0].Chain {
		text := string(h.Path) + " " + string(h.How)
		if h.Manager != "" {
			text += " " + string(h.Manager)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func TestChainOfWrappers(t *testing.T) {
	elf := string(elfProgram(62, 2, "/lib64/ld-linux-x86-64.so.2"))
	gopls := realProgram(t, "golang.org/x/tools/gopls", "linux", "amd64")
	dl := realProgram(t, "golang.org/dl/go1.22.3", "linux", "amd64")
	type machine = *toldSystem
	root := map[string]string{"/home/ada/bin/go": "/opt/go"}
	for _, c := range []struct {
		name, want string
		tool       health.Public // go, if empty
		set        func(machine)
		answers    map[string]string
		images     int // 1, if 0
	}{
		{name: "a program", set: func(m machine) { m.write("/home/ada/bin/go", elf) }},
		{name: "links", want: "/home/ada/bin/go link, /usr/local/go/bin/go program", set: func(m machine) {
			m.write("/usr/local/go/bin/go", elf)
			m.link("/home/ada/bin/go", "../../../usr/local/go/bin/go")
		}},
		{name: "a link below a link", want: "/home/ada/bin/go link, /y/c/go program", set: func(m machine) {
			m.write("/y/c/go", elf)
			m.link("/home/ada/bin", "/y/b")
			m.link("/y/b/go", "../c/go")
		}},
		{name: "a link to nothing", want: "", set: func(m machine) { m.link("/home/ada/bin/go", "/gone") }},
		{name: "links in a circle", want: "/home/ada/bin/go link, /a lost", set: func(m machine) {
			m.link("/home/ada/bin/go", "/a")
			m.link("/a", "/home/ada/bin/go")
		}},
		{name: "a script", want: "/home/ada/bin/go script, /opt/go/bin/go program", images: 2, set: func(m machine) {
			m.write("/opt/go/bin/go", elf)
			m.write("/home/ada/bin/go", "#!/bin/sh\nexec /opt/go/bin/go \"$@\"\n")
		}},
		{name: "scripts and links", want: "/home/ada/bin/go link, /a/go script, /b/go link, /c/go program", images: 2, set: func(m machine) {
			m.link("/home/ada/bin/go", "/a/go")
			m.write("/a/go", "#!/bin/sh\nexec /b/go \"$@\"\n")
			m.link("/b/go", "/c/go")
			m.write("/c/go", elf)
		}},
		{name: "scripts in a circle", want: "/home/ada/bin/go script, /b/go lost", set: func(m machine) {
			m.write("/home/ada/bin/go", "#!/bin/sh\nexec /b/go \"$@\"\n")
			m.write("/b/go", "#!/bin/sh\nexec /home/ada/bin/go \"$@\"\n")
		}},
		{name: "a script to nothing", want: "/home/ada/bin/go script, /gone/go lost", set: func(m machine) {
			m.write("/home/ada/bin/go", "#!/bin/sh\nexec /gone/go \"$@\"\n")
		}},
		{name: "goenv that go has told of", want: "/home/ada/bin/go shim goenv, /opt/go/bin/go program", images: 2, answers: root, set: func(m machine) {
			m.write("/opt/go/bin/go", elf)
			m.write("/home/ada/bin/go", goenvShim)
		}},
		{name: "goenv of which nothing is known", want: "/home/ada/bin/go lost goenv", set: func(m machine) { m.write("/home/ada/bin/go", goenvShim) }},
		{name: "go told a root without go", want: "/home/ada/bin/go lost goenv", answers: root, set: func(m machine) { m.write("/home/ada/bin/go", goenvShim) }},
		{name: "another go told its root", want: "/home/ada/bin/go lost goenv", answers: map[string]string{"/usr/bin/go": "/opt/go"}, set: func(m machine) {
			m.write("/opt/go/bin/go", elf)
			m.write("/home/ada/bin/go", goenvShim)
		}},
		{name: "a gopls of goenv", tool: "gopls", want: "/home/ada/bin/go lost goenv", answers: root, set: func(m machine) {
			m.write("/opt/go/bin/go", elf)
			m.write("/home/ada/bin/go", goenvShim)
		}},
		{name: "mise", want: "/home/ada/bin/go link, /usr/bin/mise shim mise, /opt/go/bin/go program", images: 2, answers: root, set: func(m machine) {
			m.write("/opt/go/bin/go", elf)
			m.write("/usr/bin/mise", elf)
			m.link("/home/ada/bin/go", "/usr/bin/mise")
		}},
		{name: "snap", want: "/home/ada/bin/go link, /usr/bin/snap lost snap", set: func(m machine) {
			m.write("/usr/bin/snap", elf)
			m.link("/home/ada/bin/go", "/usr/bin/snap")
		}},
		{name: "a program of another name", want: "/home/ada/bin/go shim, /opt/go/bin/go program", images: 2, answers: root, set: func(m machine) {
			m.write("/home/ada/bin/go", gopls)
			m.write("/opt/go/bin/go", elf)
		}},
		{name: "gopls itself", tool: "gopls", set: func(m machine) { m.write("/home/ada/bin/go", gopls) }},
		{name: "golang.org/dl", want: "/home/ada/bin/go shim golang.org/dl, /home/ada/sdk/go1.22.3/bin/go program", images: 2, set: func(m machine) {
			m.write("/home/ada/bin/go", dl)
			m.write("/home/ada/sdk/go1.22.3/bin/go", elf)
		}},
		{name: "nix", want: "/home/ada/bin/go link, /nix/store/a-go/bin/go shim nix, /nix/store/a-go/bin/.go-wrapped program", images: 2, set: func(m machine) {
			m.write("/nix/store/a-go/bin/go", elf)
			m.write("/nix/store/a-go/bin/.go-wrapped", elf)
			m.link("/home/ada/bin/go", "/nix/store/a-go/bin/go")
		}},
		{name: "a script that is too long", want: "/home/ada/bin/go lost", set: func(m machine) { m.write("/home/ada/bin/go", goenvShim+strings.Repeat("#", maxWrapper)) }},
		{name: "no executable", want: "/home/ada/bin/go lost", set: func(m machine) { m.write("/home/ada/bin/go", "hello") }},
		{name: "nothing there", set: func(machine) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &toldSystem{fakeSystem: newFake(t, "linux", "")}
			c.set(m)
			if c.tool == "" {
				c.tool = "go"
			}
			images := imagesOf(m, c.tool, "/home/ada/bin/go", c.answers)
			if got := chainText(images); got != c.want || len(images) != max(c.images, 1) {
				t.Errorf("the way is %q in %d images, want %q", got, len(images), c.want)
			}
			if len(m.ran) > 0 {
				t.Errorf("ran %v", m.ran)
			}
		})
	}
}

func TestChainOnWindows(t *testing.T) {
	m := &toldSystem{fakeSystem: newFake(t, "windows", "")}
	m.write(`C:\Go\bin\go.exe`, string(pe(0x8664)))
	m.write(`C:\shims\go.cmd`, "@\"C:\\Go\\bin\\go.exe\" %*\r\n")
	m.write(`C:\scoop\shims\go.exe`, string(pe(0x14c)))
	m.write(`C:\scoop\shims\go.shim`, "path = \"C:\\Go\\bin\\go.exe\"\r\n")
	m.write(`C:\far\go.cmd`, "@\"\\\\host\\share\\go.exe\" %*\r\n")
	for path, want := range map[string]string{
		`C:\shims\go.cmd`:       `C:\shims\go.cmd script, C:\Go\bin\go.exe program`,
		`C:\scoop\shims\go.exe`: `C:\scoop\shims\go.exe shim scoop, C:\Go\bin\go.exe program`,
		`C:\far\go.cmd`:         `C:\far\go.cmd lost`, // another host is not asked
		`C:\Go\bin\go.exe`:      "",
	} {
		if got := chainText(imagesOf(m, "go", path, nil)); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// A Mac's files, judged on any system.
func TestImagesOfDarwin(t *testing.T) {
	arm, intel := realProgram(t, "golang.org/x/tools/gopls", "darwin", "arm64"), realProgram(t, "golang.org/x/tools/gopls", "darwin", "amd64")
	m := &toldSystem{fakeSystem: newFake(t, "darwin", ""), attributes: map[string]string{"/b/gopls": `0081;5991b778;Safari.app;9CE7`}}
	broken := []byte(arm)
	broken[len(broken)/2] ^= 1
	for path, data := range map[string]string{"/b/gopls": arm, "/b/intel": intel, "/b/broken": string(broken), "/b/both": universalOf(intel, arm)} {
		m.write(path, data)
	}
	m.link("/usr/local/bin/gopls", "/b/gopls")
	for path, want := range map[string]string{
		"/b/gopls":             "macho [arm64 whole 12.0] golang.org/x/tools/gopls quarantined",
		"/usr/local/bin/gopls": "macho [arm64 whole 12.0] golang.org/x/tools/gopls quarantined", // the attribute is the file's, not the link's
		"/b/intel":             "macho [amd64 none 12.0] golang.org/x/tools/gopls",
		"/b/broken":            "macho [arm64 broken 12.0] golang.org/x/tools/gopls",
		"/b/both":              "macho-fat [amd64 none 12.0] [arm64 whole 12.0] golang.org/x/tools/gopls",
	} {
		i := imagesOf(m, "gopls", path, nil)[0]
		got := string(i.Kind)
		for _, s := range i.Slices {
			got += fmt.Sprintf(" [%s %s %s]", s.Architecture, s.Signature.State, s.MinOS)
		}
		if got += " " + string(i.Identity); i.Quarantine != nil {
			got += " quarantined"
		}
		if got != want || i.Error != "" {
			t.Errorf("%s: %q %q, want %q", path, got, i.Error, want)
		}
	}
}

func TestImagesOfLinux(t *testing.T) {
	m := &toldSystem{fakeSystem: newFake(t, "linux", ""), attributes: map[string]string{"/b/musl": "0081;;;"}}
	m.write("/b/musl", string(elfProgram(62, 3, "/lib/ld-musl-x86_64.so.1")))
	m.write("/b/glibc", string(elfProgram(62, 3, "/lib64/ld-linux-x86-64.so.2")))
	m.write("/lib64/ld-linux-x86-64.so.2", "x")
	m.write("/b/static", realProgram(t, "golang.org/x/tools/gopls", "linux", "arm64"))
	m.write("/b/script", "#!/bin/sh\n")
	m.write("/b/pe", realProgram(t, "golang.org/x/tools/gopls", "windows", "arm64"))
	for path, want := range map[string]string{
		"/b/musl": "elf musl false false []", "/b/glibc": "elf glibc true false []", "/b/static": "elf  false true [golang.org/x/tools/gopls]",
		"/b/script": "script  false false []", "/b/pe": "pe  false false [golang.org/x/tools/gopls]", "/b/gone": "unreadable  false false []",
	} {
		i := imagesOf(m, "go", path, nil)[0]
		if got := fmt.Sprintf("%s %s %t %t [%s]", i.Kind, i.Libc, i.LoaderExists, i.Static, i.Identity); got != want || i.Quarantine != nil {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
		for _, s := range i.Slices {
			if s.Signature.State != health.SignatureNotNeeded {
				t.Errorf("%s: signature %+v", path, s.Signature)
			}
		}
	}
}
