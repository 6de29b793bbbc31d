package health

import (
	"net/url"
	"strings"
	"testing"
)

const canary = "c4n4ryS3cret"

// texts in which a secret may reach us, each with CANARY in its place.
var leaks = map[string]string{
	"password in a URL":            `Get "https://ada:CANARY@proxy.example/x/@v/list": dial tcp`,
	"token as the user":            "https://CANARY@proxy.example/go",
	"token without a password":     "https://CANARY:@proxy.example",
	"several at signs":             "https://ada@corp.example:pa@CANARY@proxy.example/go",
	"at sign inside":               "https://ada:x@CANARY@proxy.example",
	"slash in the password":        "fetching https://ada:x/CANARY@proxy.example/go failed",
	"hash in the password":         "https://ada:x#CANARY@proxy.example/go",
	"question in the password":     "https://ada:x?CANARY@proxy.example/go",
	"comma in the password":        "https://ada:x,CANARY@proxy.example",
	"bar in the password":          "https://ada:x|CANARY@proxy.example",
	"quote in the password":        `https://ada:x"CANARY@proxy.example`,
	"blank in the password":        "https://ada:x CANARY@proxy.example",
	"bracket in the token":         "https://x(CANARY@proxy.example",
	"percent in the password":      "https://ada:%43CANARY%40@proxy.example",
	"encoded user information":     "https://ada%3ACANARY%40proxy.example/go",
	"URL inside a query":           "https://login.example/?next=https%3A%2F%2Fada%3ACANARY%40proxy.example",
	"URL inside a query, lower":    "https://login.example/?next=https%3a%2f%2fada%3aCANARY%40proxy.example",
	"umlauts before it":            "Zugriff über ſtraße verweigert: https%3A%2F%2Fada%3ACANARY%40proxy.example",
	"git over ssh":                 "ssh://git:CANARY@git.example/repo",
	"list of proxies":              "https://one.example,https://ada:CANARY@two.example|direct",
	"second in the text":           "https://one.example/a@v1 and https://ada:CANARY@two.example",
	"bearer":                       "Authorization: Bearer CANARY",
	"basic":                        "authorization: Basic CANARY",
	"other scheme":                 "Proxy-Authorization: Digest username=x, response=CANARY",
	"github's scheme":              "Authorization: token CANARY",
	"bearer alone":                 `curl -H "bearer CANARY"`,
	"cookie":                       "Set-Cookie: session=CANARY; Path=/",
	"private token":                "PRIVATE-TOKEN: CANARY",
	"in JSON":                      `{"password": "CANARY", "x": 1}`,
	"in JSON with a quote":         `{"api_key":"a\"CANARY"}`,
	"quoted with blanks":           `token = "one CANARY three"`,
	"quoted and never closed":      `secret='CANARY`,
	"variable":                     "GITHUB_TOKEN=CANARY go build",
	"dotted name":                  "main.apiSecret=CANARY",
	"flag and next word":           "tool --token CANARY --verbose",
	"query":                        "https://bucket.example/a?X-Amz-Signature=CANARY&x=1",
	"netrc":                        "machine proxy.example login ada password CANARY",
	"netrc over lines":             "machine proxy.example\n  login ada\n  password CANARY\n",
	"goauth":                       "GOAUTH=authcommand --key CANARY",
	"linker flag":                  "go build -ldflags=-X main.build=CANARY ./...",
	"linker flag quoted":           `running: link '-X main.build=CANARY' -o x`,
	"private key":                  "-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----",
	"private key cut off":          "-----BEGIN PRIVATE KEY-----\nCANARY",
	"access key":                   "aws_access_key=CANARY",
	"passphrase":                   "passphrase: CANARY",
	"proxy variable with password": "HTTPS_PROXY=http://ada:CANARY@proxy.example:3128",
}

func TestNoSecretComesThrough(t *testing.T) {
	for name, text := range leaks {
		t.Run(name, func(t *testing.T) {
			text := strings.ReplaceAll(text, "CANARY", canary)
			if got := CleanText(text); strings.Contains(got, canary) {
				t.Errorf("CleanText(%q) = %q", text, got)
			}
		})
	}
	for _, shape := range []string{"ghp_" + strings.Repeat("a1", 18), "github_pat_" + strings.Repeat("b2", 20), "glpat-" + strings.Repeat("c3", 10),
		"xoxb-123456789012-abcdef", "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"} {
		if got := CleanText("it said " + shape + " and died"); strings.Contains(got, shape) {
			t.Errorf("CleanText keeps the token %q: %q", shape, got)
		}
	}
}

// Each variable of the allow-list with a canary in the places that its kind of value has for one.
func TestNoSecretComesThroughVariables(t *testing.T) {
	for name, class := range Variables {
		var values []string
		switch {
		case name == "GOFLAGS":
			values = []string{"-ldflags=-X main.key=CANARY", "'-ldflags=-X main.key=CANARY -s'", `"-ldflags=-X main.key CANARY" -v`, "-ldflags=-X main.key CANARY",
				"-exec='run --key CANARY'", "-toolexec=CANARY", "-unknown=CANARY", "key=CANARY", "--ldflags=-X=main.key=CANARY", "'-ldflags=-X main.key=CANARY",
				"-ldflags -X main.key=CANARY", "-otel=https://ada:CANARY@host.example", "-ldflags=-s -w -X main.key=CANARY", "-gcflags=CANARY"}
		case class == ClassURL:
			values = []string{"https://ada:CANARY@p.example,direct", "https://a.example|https://CANARY@p.example", "ada:CANARY@p.example:3128",
				"https://p.example?token=CANARY", "https://p.example/go#CANARY", "key.example+abc https://ada:CANARY@p.example", "http://ada:x/CANARY@p.example", "https:ada:CANARY@p.example",
				"https://ada:CA\x7f" + "CANARY@p.example"}
		case name == "PATH":
			values = []string{"/bin:/usr/bin:https://ada:CANARY@p.example"}
		default:
			values = []string{"https://ada:CANARY@p.example", "gcc -DTOKEN=CANARY"}
		}
		for _, value := range values {
			value = strings.ReplaceAll(value, "CANARY", canary)
			v, ok := MakeVariable("linux", string(name), value, Source{})
			if !ok {
				t.Fatalf("%s is on the list and was refused", name)
			}
			if all := v.Value.Text + strings.Join(v.Value.Items, " "); strings.Contains(all, canary) {
				t.Errorf("%s=%q keeps the secret: %q", name, value, all)
			}
		}
	}
}

func TestUnlistedVariablesStayOut(t *testing.T) {
	for _, name := range []string{"GOAUTH", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK", "MY_VAR", "", "path"} {
		if v, ok := MakeVariable("linux", name, canary, Source{}); ok || v.Value.Text != "" {
			t.Errorf("%q may not enter a snapshot", name)
		}
	}
}

// Cleaning must not change what holds no secret: the checks judge these values, and fixes compare them with what they find.
func TestLegalValuesAreUnchanged(t *testing.T) {
	for _, tc := range []struct{ name, value string }{
		{"GOPROXY", "https://proxy.example,direct"},
		{"GOPROXY", "https://corp.example:8443/go/|https://proxy.example|off"},
		{"GOPROXY", "off"},
		{"GOPROXY", ","},
		{"GOPROXY", "file:///srv/mod"},
		{"GOPROXY", "proxy.example"},
		{"GOSUMDB", "sum.example+033de0ae+Ac4zctda0e5eza"},
		{"GOSUMDB", "sum.example https://sum-mirror.example"},
		{"HTTPS_PROXY", "http://[::1]:3128"},
		{"HTTPS_PROXY", "proxy.example:3128"},
		{"NO_PROXY", "localhost,127.0.0.1,.example"},
		{"GOFLAGS", "-mod=mod"},
		{"GOFLAGS", "-buildvcs=false  -tags=a,b -count=1"},
		{"GOFLAGS", `'-ldflags=-s -w' -trimpath`},
		{"GOFLAGS", "-ldflags=-s -w"},
		{"GOFLAGS", "mod=mod"},
		{"GOFLAGS", "-tags integration"},
		{"GOFLAGS", "'-tags=a b"},
		{"GOFLAGS", "  "},
		{"GOROOT", `C:\Program Files\Go`},
		{"GOCACHE", "/home/ada/.cache/go-build"},
		{"GOPRIVATE", "*.corp.example,git.example/team"},
		{"GOTOOLCHAIN", "go1.26.8+auto"},
		{"CC", "clang --target=x86_64-linux-gnu"},
		{"GODEBUG", "gctrace=1,http2client=0"},
	} {
		v, ok := MakeVariable("linux", tc.name, tc.value, Source{})
		if !ok || v.Value.Text != tc.value {
			t.Errorf("%s=%q became %q", tc.name, tc.value, v.Value.Text)
		}
		if v.Value.Redacted() {
			t.Errorf("%s=%q counts as redacted", tc.name, tc.value)
		}
	}
	for _, text := range []string{
		"go: cannot find GOROOT directory: /nonexistent",
		`no required module provides package rsc.io/quote; to add it:` + "\n\tgo get rsc.io/quote",
		"go: github.com/pkg/errors@v0.9.1: Get \"https://proxy.example/github.com/pkg/errors/@v/v0.9.1.zip\": dial tcp 127.0.0.1:9: connect: connection refused",
		"go.mod requires go >= 1.27.0 (running go 1.26.8; GOTOOLCHAIN=local)",
		"compile: version \"go1.24.13\" does not match go tool version \"go1.26.8\"",
		"see (https://go.dev/ref/mod#vendoring), or 'https://go.dev/doc'.",
		"go: parsing $GOFLAGS: unknown flag -foo",
		"verifying rsc.io/quote@v1.5.2: checksum mismatch",
		"open https://example.com:443: refused",
		`setting option "semanticTokens": this setting is deprecated`,
		"file:///C:/Users/ada/src/app/main.go:3:7",
	} {
		if got := CleanText(text); got != text {
			t.Errorf("CleanText(%q) = %q", text, got)
		}
	}
}

func TestCleanedValues(t *testing.T) {
	for _, tc := range []struct{ name, value, want string }{
		{"GOPROXY", "https://ada:pw@p.example/go,direct", "https://p.example/go,direct"},
		{"GOPROXY", "ada:pw@p.example", "p.example"},
		{"GOPROXY", "https://p.example?token=x|off", "https://p.example|off"},
		{"GOFLAGS", "'-ldflags=-s -X main.a=b' -v", "'-ldflags=-s (hidden)' -v"},
		{"GOFLAGS", "-ldflags=-X main.a=b -v", "-ldflags=(hidden) (hidden) -v"},
		{"GOFLAGS", "-foo=bar baz", "-foo=(hidden) (hidden)"},
		{"GOFLAGS", "key=value", "key=(hidden)"},
	} {
		v, _ := MakeVariable("linux", tc.name, tc.value, Source{})
		if v.Value.Text != tc.want {
			t.Errorf("%s=%q became %q, want %q", tc.name, tc.value, v.Value.Text, tc.want)
		}
		if strings.Contains(tc.want, secretHidden) != v.Value.Redacted() {
			t.Errorf("%s=%q: Redacted is %v", tc.name, tc.value, v.Value.Redacted())
		}
	}
}

func TestPathIsSplit(t *testing.T) {
	for _, tc := range []struct {
		system, value string
		want          []string
	}{
		{"linux", "/bin::/usr/bin", []string{"/bin", "", "/usr/bin"}},
		{"windows", `C:\a;"D:\b;c";`, []string{`C:\a`, `D:\b;c`, ""}},
	} {
		v, _ := MakeVariable(tc.system, "PATH", tc.value, Source{})
		if strings.Join(v.Value.Items, "|") != strings.Join(tc.want, "|") || v.Value.Text != "" {
			t.Errorf("PATH %q on %s became %+v", tc.value, tc.system, v.Value)
		}
	}
	if v, _ := MakeVariable("linux", "PATH", "", Source{}); !v.Value.Empty() {
		t.Errorf("an empty PATH became %+v", v.Value)
	}
}

// urlWith is a URL with user information, written as the standard says.
func urlWith(user, password, host string) string {
	return (&url.URL{Scheme: "https", User: url.UserPassword(user, password), Host: host, Path: "/go"}).String()
}
