package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"sync"

	"github.com/govitals/govitals/sidecar/lang"
)

// HTMLOptions say where the page will be shown.
type HTMLOptions struct {
	// Nonce makes it the page of the editor's panel: fixes get buttons (data-finding, data-fix), and html/panel.js, which carries the
	// nonce, posts {finding, fix} to the editor when one is pressed, and takes {html}, a newer page of the same kind, from it.
	// Without a nonce nothing on the page can run.
	Nonce string
}

//go:embed html
var htmlFiles embed.FS

// nonces are what a content security policy takes; anything else could end the policy and begin another.
var nonces = regexp.MustCompile(`^[A-Za-z0-9+/_-]{16,128}={0,2}$`)

// htmlPage is parsed once. html/template escapes by the place where a value stands (text, attribute, address, style), because one
// forgotten call of an escaper would let a path named <img onerror> speak in the reader's browser.
var htmlPage = sync.OnceValues(func() (*template.Template, error) {
	return template.New("").Funcs(htmlWords(nil)).ParseFS(htmlFiles, "html/*.html")
})

// htmlWords are what the templates say their own texts with.
func htmlWords(say *lang.Printer) template.FuncMap {
	return template.FuncMap{"say": say.Say, "language": say.Tag}
}

// HTML renders a report as one page that needs nothing else: no network, no script, no font.
func HTML(d Document, o HTMLOptions) (string, error) {
	if o.Nonce != "" && !nonces.MatchString(o.Nonce) {
		return "", fmt.Errorf("a nonce is 16 to 128 characters of base64")
	}
	templates, err := htmlPage()
	if err != nil {
		return "", fmt.Errorf("read the templates of the page: %w", err)
	}
	if templates, err = templates.Clone(); err != nil { // what was executed once takes no other words
		return "", fmt.Errorf("copy the templates of the page: %w", err)
	}
	templates.Funcs(htmlWords(d.say))
	style, err := htmlFiles.ReadFile("html/style.css")
	if err != nil {
		return "", fmt.Errorf("read the style of the page: %w", err)
	}
	page := newPage(d, o)
	page.Style = template.CSS(style) // our own file
	if page.Nonce = o.Nonce; o.Nonce != "" {
		script, err := htmlFiles.ReadFile("html/panel.js")
		if err != nil {
			return "", fmt.Errorf("read the script of the panel: %w", err)
		}
		page.Script = template.JS(script) // our own file
	}
	page.Policy = contentPolicy(style, o.Nonce)
	var out strings.Builder
	if err := templates.ExecuteTemplate(&out, "page", page); err != nil {
		return "", fmt.Errorf("write the page: %w", err)
	}
	return withoutControls(out.String()), nil
}

// contentPolicy allows this very style and, in the panel, what carries its nonce.
func contentPolicy(style []byte, nonce string) string {
	sum := sha256.Sum256(style)
	styles, scripts := fmt.Sprintf("'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:])), ""
	if nonce != "" {
		styles += fmt.Sprintf(" 'nonce-%s'", nonce)
		scripts = fmt.Sprintf("script-src 'nonce-%s'; ", nonce)
	}
	return fmt.Sprintf("default-src 'none'; style-src %s; %sbase-uri 'none'; form-action 'none'", styles, scripts)
}

// withoutControls drops the characters that move a cursor or turn the order of others around, wherever they came from, and makes
// no line one that a step of GitHub Actions takes for a command, if somebody prints the page there. Line breaks stay.
func withoutControls(s string) string {
	s = strings.Map(func(r rune) rune {
		if concealed(r) {
			return -1
		}
		return r
	}, s)
	return commandLine.ReplaceAllStringFunc(s, func(m string) string {
		at := len(m) - len(strings.TrimLeft(m, " "))
		return fmt.Sprintf("%s&#%d;%s", m[:at], m[at], m[at+1:])
	})
}

// commandLine is the beginning of what GitHub Actions takes for a command, on a line of its own.
var commandLine = regexp.MustCompile(`(?m)^ *(::|##\[)`)
