// Package lang says the program's texts in the reader's language. English stands in the code, at the place that says it; the
// translations stand beside each other in one folder for each language, as gettext's PO files (docs/translating.md). A text that
// has no translation, or one that was made from other English, is said in English: an outdated one would mislead.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync"

	"github.com/govitals/govitals/sidecar/health"
)

// Tag names a language as --lang and the editor do.
type Tag string

const (
	English Tag = "en"
	Chinese Tag = "zh-cn" // Simplified
)

// Tags are the languages there are.
var Tags = []Tag{English, Chinese}

//go:embed zhcn/*.po
var files embed.FS

// folders hold the translations of a language.
var folders = map[Tag]string{Chinese: "zhcn"}

// Printer says texts in one language; nil says them in English. Printers of one language are the same one, so that values which
// hold them can be compared.
type Printer struct {
	tag     Tag
	phrases map[string]string // by the English text
	texts   map[string]Entry  // by context
}

// loaded are read when they are first wanted, because most runs are in English.
var loaded = map[Tag]func() *Printer{Chinese: sync.OnceValue(func() *Printer { return load(Chinese) })}

// For returns the printer of a language, nil for English and for one that there is none of.
func For(tag Tag) *Printer {
	if get, ok := loaded[tag]; ok {
		return get()
	}
	return nil
}

// load reads the translations of a language. A file that cannot be read is left out, so that its texts stay English; a test reads
// them all.
func load(tag Tag) *Printer {
	p := &Printer{tag: tag, phrases: map[string]string{}, texts: map[string]Entry{}}
	list, err := Entries(tag)
	if err != nil {
		return nil
	}
	for _, e := range list {
		switch {
		case e.Text == "" || e.Stale:
		case e.Context == "":
			p.phrases[e.English] = e.Text
		default:
			p.texts[e.Context] = e
		}
	}
	return p
}

// Entries are all translations of a language, by file.
func Entries(tag Tag) ([]Entry, error) {
	names, err := fs.Glob(files, folders[tag]+"/*.po")
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		list, err := Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range list {
			list[i].File = strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".po")
		}
		out = append(out, list...)
	}
	return out, nil
}

// Tag is the language of the printer.
func (p *Printer) Tag() Tag {
	if p == nil {
		return English
	}
	return p.tag
}

// Say is fmt.Sprintf in the reader's language; the format is the English text. Without arguments it is the text itself, so that a
// percent sign needs no other one.
func (p *Printer) Say(format string, args ...any) string {
	if p != nil {
		if t, ok := p.phrases[format]; ok {
			format = t
		}
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Count is Say of one thing or of several; %d in both is the number.
func (p *Printer) Count(n int, one, many string) string {
	if n == 1 {
		return p.Say(one, n)
	}
	return p.Say(many, n)
}

// Word says a word of a closed list, such as the state of a check; "same-package" is read as "same package".
func (p *Printer) Word(word string) string {
	if p != nil {
		if e, ok := p.texts[WordContext(word)]; ok {
			return e.Text
		}
	}
	return spaced(word)
}

// Text says the text of a context: the documentation of a check and its title.
func (p *Printer) Text(context, english string) string {
	if p != nil {
		if e, ok := p.texts[context]; ok && e.English == english {
			return e.Text
		}
	}
	return english
}

// Catalogue is the catalogue in the reader's language.
func (p *Printer) Catalogue(english health.Catalogue) health.Catalogue {
	if p == nil {
		return english
	}
	out := maps.Clone(english)
	for id, t := range english {
		out[id] = health.Template{
			Title:  health.Public(p.Text(string(id), string(t.Title))),
			Detail: health.Public(p.Text(DetailContext(id), string(t.Detail))),
		}
	}
	for context, e := range p.texts {
		if word, ok := strings.CutPrefix(context, wordPrefix); ok {
			out[health.WordID(health.Public(word))] = health.Template{Title: health.Public(e.Text)}
		}
	}
	return out
}

// The contexts of translations: a message's title has its id.

// DetailContext is that of a message's detail.
func DetailContext(id health.MessageID) string { return string(id) + " detail" }

// TitleContext is that of the first line of a check's documentation, DocContext that of the rest.
func TitleContext(id health.CheckID) string { return string(id) }
func DocContext(id health.CheckID) string   { return string(id) + " doc" }

const wordPrefix = "word "

// WordContext is that of a word of a closed list.
func WordContext(word string) string { return wordPrefix + spaced(word) }

func spaced(word string) string { return strings.ReplaceAll(word, "-", " ") }

// Mark says that a text is said by a Printer later on, so that it is found by who collects the texts to translate.
func Mark(english string) string { return english }
